using System.Collections.Immutable;
using Amqp1.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Amqp1.Docs.Tests;

/// <summary>The generators and analyzers that run inside the compiler of a user of the packages. Add new ones here.</summary>
internal static class CompilerExtensions
{
    /// <summary>The source generators: <c>new SomeGenerator().AsSourceGenerator()</c>.</summary>
    public static ImmutableArray<ISourceGenerator> Generators { get; } = [new MessagingGenerator().AsSourceGenerator()];

    /// <summary>The analyzers. Their warnings count as errors.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = [new MessagingAnalyzer(), new SignatureAnalyzer(), new RegistrationAnalyzer(), new SerializationAnalyzer(), new ContractsAnalyzer()];
}
