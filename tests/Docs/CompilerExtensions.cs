using System.Collections.Immutable;
using Amqp1.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Amqp1.Docs.Tests;

/// <summary>What runs inside the compiler of somebody who uses the packages: add generators and analyzers here.</summary>
internal static class CompilerExtensions
{
    /// <summary>Source generators: <c>new SomeGenerator().AsSourceGenerator()</c>.</summary>
    public static ImmutableArray<ISourceGenerator> Generators { get; } = [new MessagingGenerator().AsSourceGenerator()];

    /// <summary>Analyzers; their warnings count as errors.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = [new MessagingAnalyzer(), new SignatureAnalyzer(), new RegistrationAnalyzer(), new SerializationAnalyzer(), new ContractsAnalyzer()];
}
