using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Amqp1.Architecture.Tests;

/// <summary>Tests of the size of files and types under <c>src</c>.</summary>
public sealed class SourceTests
{
    /// <summary>The maximum number of lines of a file.</summary>
    internal const int MostLines = 300;

    /// <summary>The attributes of members that a source generator implements.</summary>
    private static readonly string[] OfGenerators = ["LoggerMessage", "GeneratedRegex", "JsonSerializable", "JsonSourceGenerationOptions", "LibraryImport"];

    private static readonly SyntaxTree[] Files = [.. SourceTree.Instance.Projects.SelectMany(SourceTree.Files).DistinctBy(tree => tree.FilePath)];

    private static readonly string[] LongFiles =
        [.. Files.Where(tree => tree.GetText().Lines.Count(line => line.End < tree.GetText().Length) > MostLines).Select(tree => tree.FilePath)];

    private static readonly string[] PartialTypes = [.. Files
        .SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>().Where(type => type.Modifiers.Any(SyntaxKind.PartialKeyword)).Select(type => (tree.FilePath, Type: type)))
        .Where(part => !IsForGenerator(part.Type))
        .Select(part => $"{part.FilePath}: {part.Type.Identifier}")];

    /// <summary>The calls that create an instrument or an activity source, and notify the listeners of the application.</summary>
    private static readonly string[] UnsafeSources = [.. Files
        .Where(tree => Path.GetFileName(tree.FilePath) != "SafeSources.cs")
        .SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<ExpressionSyntax>().Where(CreatesSource).Select(creation => $"{tree.FilePath}: {creation}"))];

    [Fact]
    public void A_listener_that_throws_does_not_end_a_type_initializer() => UnsafeSources.ShouldBeEmpty("SafeSources creates instruments and activity sources");

    [Fact]
    public void No_file_is_too_long() => LongFiles.ShouldBeEmpty($"{MostLines} lines are enough for one idea");

    [Fact]
    public void Only_a_source_generator_adds_to_a_type() => PartialTypes.ShouldBeEmpty("a partial type hides its size; give the second idea a type");

    /// <summary>Returns whether the expression creates a source and is not passed to <c>SafeSources</c>.</summary>
    private static bool CreatesSource(ExpressionSyntax expression) => expression switch
    {
        ObjectCreationExpressionSyntax { Type: IdentifierNameSyntax { Identifier.Text: "ActivitySource" } } => true,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call } => IsInstrument(call.Name.Identifier.Text)
            && call.Expression.ToString() != "SafeSources"
            && !expression.Ancestors().OfType<InvocationExpressionSyntax>().Any(outer => outer.Expression.ToString() == "SafeSources.Create"),
        _ => false,
    };

    private static bool IsInstrument(string method) =>
        method is "CreateCounter" or "CreateUpDownCounter" or "CreateHistogram" or "CreateGauge" || method.StartsWith("CreateObservable", StringComparison.Ordinal);

    /// <summary>Returns whether a generator implements the type, a member of it, or a type inside it.</summary>
    private static bool IsForGenerator(TypeDeclarationSyntax type) =>
        type.DescendantNodes().OfType<AttributeSyntax>().Any(attribute => OfGenerators.Contains(attribute.Name.ToString().Split('.')[^1]));
}
