mod oche_generated;
