namespace System.Runtime.CompilerServices;

/// <summary>The type that the compiler needs for records. The old framework that compilers run on does not have it.</summary>
internal static class IsExternalInit;
