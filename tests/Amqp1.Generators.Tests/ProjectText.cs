using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Amqp1.Generators.Tests;

/// <summary>A file of the project that is not a source file.</summary>
internal sealed class ProjectText(string path, string text) : AdditionalText
{
    public override string Path => path;

    /// <summary>Returns the options of a project with that contracts file; null if it has none.</summary>
    public static AnalyzerOptions? Contracts(string? text) => text is null ? null : new AnalyzerOptions([new ProjectText("amqp1.contracts.txt", text)]);

    /// <summary>The options of a project that is published for Native AOT.</summary>
    public static AnalyzerOptions Aot { get; } = new([], new BuildProperties("build_property.EnableAotAnalyzer"));

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
}
