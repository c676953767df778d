using Amqp1.Generators.Reading;
using Amqp1.Generators.Roslyn;
using Amqp1.Generators.Serialization;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Simplification;

namespace Amqp1.Generators.CodeFixes;

/// <summary>AMQP1304 and 1305: adds the types on the wire that have no metadata to the project's first <c>JsonSerializerContext</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MetadataFix)), Shared]
internal sealed class MetadataFix() : ProjectFix("AMQP1304", "AMQP1305")
{
    /// <inheritdoc />
    protected override bool Helps(Diagnostic report) => !report.Properties.ContainsKey(SerializationAnalyzer.NamelessProperty);

    /// <inheritdoc />
    protected override async Task<string?> TitleAsync(Project project, CancellationToken cancel) =>
        await project.GetCompilationAsync(cancel).ConfigureAwait(false) is { } compilation && new KnownTypes(compilation).OwnContext is { } context
            ? $"Add the missing types to {context.Name}"
            : null;

    /// <inheritdoc />
    protected override async Task<Solution> FixAsync(Project project, CancellationToken cancel)
    {
        if (await project.GetCompilationAsync(cancel).ConfigureAwait(false) is not { } compilation)
        {
            return project.Solution;
        }

        var known = new KnownTypes(compilation);
        if (known.OwnContext?.DeclaringSyntaxReferences.FirstOrDefault() is not { } declaration
            || project.GetDocument(declaration.SyntaxTree) is not { } document)
        {
            return project.Solution;
        }

        var missing = Symbols.Types(compilation.Assembly.GlobalNamespace)
            .SelectMany(type => NeededTypes.Of(type, cancel))
            .Concat(compilation.SyntaxTrees.SelectMany(tree => Sent(compilation.GetSemanticModel(tree), cancel)))
            .Where(needed => !SerializationAnalyzer.IsNameless(needed.Type))
            .Select(needed => needed.Type.WithNullableAnnotation(NullableAnnotation.None))
            .Where(type => !known.Contains(type))
            .Distinct<ITypeSymbol>(SymbolEqualityComparer.Default);
        var editor = await DocumentEditor.CreateAsync(document, cancel).ConfigureAwait(false);
        foreach (var type in missing)
        {
            var argument = SyntaxFactory.TypeOfExpression((TypeSyntax)editor.Generator.TypeExpression(type).WithAdditionalAnnotations(Simplifier.Annotation));
            editor.AddAttribute(
                await declaration.GetSyntaxAsync(cancel).ConfigureAwait(false),
                editor.Generator.Attribute("System.Text.Json.Serialization.JsonSerializable", argument).WithAdditionalAnnotations(Simplifier.Annotation));
        }

        return editor.GetChangedDocument().Project.Solution;
    }

    private static IEnumerable<NeededType> Sent(SemanticModel model, CancellationToken cancel) => model.SyntaxTree.GetRoot(cancel)
        .DescendantNodes()
        .OfType<InvocationExpressionSyntax>()
        .Select(call => model.GetOperation(call, cancel))
        .OfType<IInvocationOperation>()
        .SelectMany(SentTypes.Of);
}
