/// Lists of numbers in Rust's memory.
library;

import 'dart:ffi';
import 'dart:typed_data';

import '../../protocol/constants.dart';

/// The size of an element in bytes.
int elementSize(int kind) => switch (kind) {
      ElementKind.i8 || ElementKind.u8 => 1,
      ElementKind.i16 || ElementKind.u16 => 2,
      ElementKind.i64 || ElementKind.u64 || ElementKind.f64 => 8,
      _ => 4,
    };

/// The [count] numbers at [data] as a typed list.
TypedData viewNumbers(Pointer<Uint8> data, int kind, int count) =>
    switch (kind) {
      ElementKind.i8 => data.cast<Int8>().asTypedList(count),
      ElementKind.u8 => data.asTypedList(count),
      ElementKind.i16 => data.cast<Int16>().asTypedList(count),
      ElementKind.u16 => data.cast<Uint16>().asTypedList(count),
      ElementKind.i32 => data.cast<Int32>().asTypedList(count),
      ElementKind.u32 => data.cast<Uint32>().asTypedList(count),
      ElementKind.i64 => data.cast<Int64>().asTypedList(count),
      ElementKind.u64 => data.cast<Uint64>().asTypedList(count),
      ElementKind.f32 => data.cast<Float>().asTypedList(count),
      _ => data.cast<Double>().asTypedList(count),
    };

/// A copy of [list] in Dart's own memory.
TypedData copyNumbers(TypedData list) => switch (list) {
      Int8List() => Int8List.fromList(list),
      Uint8List() => Uint8List.fromList(list),
      Int16List() => Int16List.fromList(list),
      Uint16List() => Uint16List.fromList(list),
      Int32List() => Int32List.fromList(list),
      Uint32List() => Uint32List.fromList(list),
      Int64List() => Int64List.fromList(list),
      Uint64List() => Uint64List.fromList(list),
      Float32List() => Float32List.fromList(list),
      _ => Float64List.fromList(list as Float64List),
    };
