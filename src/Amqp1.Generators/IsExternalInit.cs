namespace System.Runtime.CompilerServices;

/// <summary>What the compiler needs for records, and the old framework that compilers run on does not have.</summary>
internal static class IsExternalInit;
