using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Amqp1.Generators.Tests;

/// <summary>Runs the generator and the analyzers over source text, as the compiler does.</summary>
internal static class Compiling
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Amqp1;
        global using Amqp1.Notifications;
        global using Amqp1.Rpc;

        """;

    private static readonly CSharpParseOptions Parsing = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14);

    // Everything that this program may load, which is what an application with this library refers to, too.
    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = [.. typeof(MessagingAnalyzer).Assembly.GetTypes()
        .Where(type => typeof(DiagnosticAnalyzer).IsAssignableFrom(type) && !type.IsAbstract)
        .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    public static CSharpCompilation Compilation(string source, bool withHosting = true) => CSharpCompilation.Create(
        "The.Application",
        [Parse(Usings, "Usings.cs"), Parse(source, "Source.cs")],
        withHosting ? References : References.Where(reference => !reference.Display!.EndsWith("Amqp1.Hosting.dll", StringComparison.Ordinal)),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, Parsing, path);

    public static GeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new MessagingGenerator().AsSourceGenerator()],
        parseOptions: Parsing,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>What is generated, and everything that the analyzers and the compiler have to say.</summary>
    public static async Task<(IReadOnlyList<(string Name, string Text)> Files, IReadOnlyList<Diagnostic> Diagnostics)> RunAsync(
        string source, bool withHosting = true, AnalyzerOptions? options = null)
    {
        var cancel = TestContext.Current.CancellationToken;
        var driver = Driver().RunGeneratorsAndUpdateCompilation(Compilation(source, withHosting), out var compiled, out var reported, cancel);
        var files = driver.GetRunResult().Results.Single().GeneratedSources.Select(file => (file.HintName, file.SourceText.ToString()));
        var analyzed = await compiled.WithAnalyzers(Analyzers, options).GetAllDiagnosticsAsync(cancel);
        return ([.. files.OrderBy(file => file.HintName, StringComparer.Ordinal)], [.. reported, .. analyzed.Where(IsSerious)]);
    }

    // What the compiler advises has no place here; what we do has.
    private static bool IsSerious(Diagnostic diagnostic) =>
        diagnostic.Severity == DiagnosticSeverity.Error || diagnostic.Id.StartsWith("AMQP", StringComparison.Ordinal) || diagnostic.Id.StartsWith("AD", StringComparison.Ordinal);
}
