using Amqp1.Generators.Reading;
using Amqp1.Generators.Serialization;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace Amqp1.Generators.CodeFixes;

/// <summary>AMQP1304: adds the types on the wire that have no metadata to the project's first <c>JsonSerializerContext</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MetadataFix)), Shared]
internal sealed class MetadataFix() : ProjectFix("AMQP1304")
{
    /// <inheritdoc />
    protected override async Task<string?> TitleAsync(Project project, CancellationToken cancel) =>
        await project.GetCompilationAsync(cancel).ConfigureAwait(false) is { } compilation && new KnownTypes(compilation).OwnContext is { } context
            ? $"Add what is missing to {context.Name}"
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
}
