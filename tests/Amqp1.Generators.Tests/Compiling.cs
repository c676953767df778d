using System.Collections.Immutable;
using System.Reflection;
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

    private static readonly CSharpCompilationOptions Options =
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    private static readonly ISourceGenerator JsonGenerator = ((IIncrementalGenerator)Activator.CreateInstance(
        Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "System.Text.Json.SourceGeneration.dll")).GetType("System.Text.Json.SourceGeneration.JsonSourceGenerator", throwOnError: true)!)!)
        .AsSourceGenerator();

    // The references are all assemblies that this program can load. An application with this library references them too.
    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = [.. typeof(MessagingAnalyzer).Assembly.GetTypes()
        .Where(type => typeof(DiagnosticAnalyzer).IsAssignableFrom(type) && !type.IsAbstract)
        .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    /// <summary>An assembly that applications reference. It was compiled with the generator.</summary>
    public static MetadataReference Contracts { get; } = Generated(Library("The.Contracts", TestFile.Read("Sources", "Contracts"))).ToMetadataReference();

    /// <summary>Returns an assembly that was compiled without the generator, as a reference of others.</summary>
    public static MetadataReference SharedContracts(string source) => Library("The.Shared.Contracts", source).ToMetadataReference();

    private static CSharpCompilation Library(string name, string source) =>
        CSharpCompilation.Create(name, [Parse(Usings, "Usings.cs"), Parse(source, name + ".cs")], References, Options);

    private static Compilation Generated(CSharpCompilation library)
    {
        Driver().RunGeneratorsAndUpdateCompilation(library, out var complete, out _);
        return complete;
    }

    public static CSharpCompilation Compilation(
        string source, bool withHosting = true, string assembly = "The.Application", LanguageVersion language = LanguageVersion.CSharp14) => CSharpCompilation.Create(
        assembly,
        [Parse(Usings, "Usings.cs", language), Parse(source, "Source.cs", language)],
        withHosting ? [.. References, Contracts] : References.Where(reference => !reference.Display!.EndsWith("Amqp1.Hosting.dll", StringComparison.Ordinal)),
        Options);

    public static SyntaxTree Parse(string source, string path, LanguageVersion language = LanguageVersion.CSharp14) =>
        CSharpSyntaxTree.ParseText(source, Parsing.WithLanguageVersion(language), path);

    public static GeneratorDriver Driver(params ISourceGenerator[] others) => Driver(LanguageVersion.CSharp14, others);

    private static CSharpGeneratorDriver Driver(LanguageVersion language, params ISourceGenerator[] others) => CSharpGeneratorDriver.Create(
        [new MessagingGenerator().AsSourceGenerator(), .. others],
        parseOptions: Parsing.WithLanguageVersion(language),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Returns the generated files, and all reports of the analyzers and the compiler that count.</summary>
    public static async Task<(IReadOnlyList<(string Name, string Text)> Files, IReadOnlyList<Diagnostic> Diagnostics)> RunAsync(
        string source,
        bool withHosting = true,
        AnalyzerOptions? options = null,
        OutputKind kind = OutputKind.DynamicallyLinkedLibrary,
        string assembly = "The.Application",
        LanguageVersion language = LanguageVersion.CSharp14,
        CSharpCompilationOptions? compilerOptions = null,
        params MetadataReference[] others)
    {
        var cancel = TestContext.Current.CancellationToken;
        var compilation = Compilation(source, withHosting, assembly, language).AddReferences(others).WithOptions((compilerOptions ?? Options).WithOutputKind(kind));
        var driver = Driver(language, JsonGenerator).RunGeneratorsAndUpdateCompilation(compilation, out var compiled, out var reported, cancel);
        var files = driver.GetRunResult().Results[0].GeneratedSources.Select(file => (file.HintName, file.SourceText.ToString()));
        var analyzed = await compiled.WithAnalyzers(Analyzers, options).GetAllDiagnosticsAsync(cancel);
        return ([.. files.OrderBy(file => file.HintName, StringComparer.Ordinal)], [.. reported, .. analyzed.Where(IsSerious)]);
    }

    // Suggestions of the compiler do not count. Suggestions of our own analyzers do.
    private static bool IsSerious(Diagnostic diagnostic) =>
        diagnostic.Severity == DiagnosticSeverity.Error || diagnostic.Id.StartsWith("AMQP", StringComparison.Ordinal) || diagnostic.Id.StartsWith("AD", StringComparison.Ordinal);
}
