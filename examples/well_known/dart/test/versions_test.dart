import 'package:oche/oche.dart';
import 'package:oche_harness/harness.dart';
import 'package:well_known/well_known.dart';

Version _version(int major, int minor, int patch, [String pre = '']) => Version(
      major: BigInt.from(major),
      minor: BigInt.from(minor),
      patch: BigInt.from(patch),
      pre: Prerelease(text: pre),
      build: const BuildMetadata(text: ''),
    );

Future<void> main() => suite('versions', () {
      test('versions are read and written', () async {
        final version = parseVersion(text: '1.2.3-alpha.1+exp.sha');
        expect(
          version,
          _version(1, 2, 3, 'alpha.1')
              .copyWith(build: const BuildMetadata(text: 'exp.sha')),
        );
        expect(versionText(version: version), '1.2.3-alpha.1+exp.sha');
        expect(versionText(version: _version(0, 0, 0)), '0.0.0');
        for (final text in ['', '1', '1.2', '01.2.3', '1.2.3-', '1.2.3 ']) {
          await expectThrows<RustError>(() => parseVersion(text: text));
        }
        await expectThrows<RustError>(
          () => parseVersion(text: '1.2'),
          containing: 'unexpected end of input',
        );
      });

      test('numbers of all of 64 bits are read and written', () {
        const text = '18446744073709551615.0.0';
        final version = parseVersion(text: text);
        expect(version.major, BigInt.parse('18446744073709551615'));
        expect(versionText(version: version), text);
      });

      test('what is no prerelease is refused', () async {
        await expectThrows<InvalidValueException>(
          () => versionText(version: _version(1, 0, 0, 'a..b')),
          containing: 'empty identifier segment',
        );
        await expectThrows<InvalidValueException>(
          () => versionText(
            version: _version(1, 0, 0)
                .copyWith(build: const BuildMetadata(text: '!')),
          ),
        );
        expect(versionText(version: _version(1, 0, 0, 'a.b')), '1.0.0-a.b');
      });

      test('versions are compared', () async {
        final order = [
          _version(1, 0, 0, 'alpha'),
          _version(1, 0, 0, 'alpha.1'),
          _version(1, 0, 0, 'beta'),
          _version(1, 0, 0),
          _version(1, 10, 0),
          _version(2, 0, 0),
        ];
        for (var i = 0; i < order.length; i++) {
          for (var j = 0; j < order.length; j++) {
            expect(compareVersions(a: order[i], b: order[j]), (i - j).sign);
          }
        }
        expect(await sorted(versions: order.reversed.toList()), order);
      });

      test('requirements are read, written and met', () async {
        final requirement = parseRequirement(text: '>=1.2, <2.0.0-rc.1');
        expect(
          requirement,
          const VersionRequirement(
            comparators: [
              Comparator(
                op: Comparison.greaterEq,
                major: 1,
                minor: 2,
                pre: Prerelease(text: ''),
              ),
              Comparator(
                op: Comparison.less,
                major: 2,
                minor: 0,
                patch: 0,
                pre: Prerelease(text: 'rc.1'),
              ),
            ],
          ),
        );
        expect(
          requirementText(requirement: requirement),
          '>=1.2, <2.0.0-rc.1',
        );
        final versions = [
          _version(1, 1, 9),
          _version(1, 3, 0),
          _version(1, 2, 0),
          _version(2, 0, 0),
        ];
        expect(
          newest(versions: versions, requirement: requirement),
          _version(1, 3, 0),
        );
        expect(newest(versions: [], requirement: requirement), null);
        await expectThrows<RustError>(() => parseRequirement(text: '>'));
      });

      test('every comparison has its variant', () {
        const texts = ['=1', '>1', '>=1', '<1', '<=1', '~1', '^1', '1.*'];
        for (final (i, text) in texts.indexed) {
          final requirement = parseRequirement(text: text);
          expect(requirement.comparators.single.op, Comparison.values[i]);
          expect(requirementText(requirement: requirement), text);
        }
      });
    }, liveObjects: () => wellKnownLibrary.liveObjects);
