using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.Editing;

namespace Amqp1.Generators.CodeFixes;

/// <summary>A fix that changes the declaration at which a rule is reported, for one diagnostic or for all.</summary>
internal abstract class SyntaxFix<TNode> : CodeFixProvider
    where TNode : SyntaxNode
{
    private readonly string[] _rules;

    private protected SyntaxFix(params string[] rules) => _rules = rules;

    /// <inheritdoc />
    public sealed override ImmutableArray<string> FixableDiagnosticIds => [.. _rules];

    /// <inheritdoc />
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc />
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var cancel = context.CancellationToken;
        if (await context.Document.GetSyntaxRootAsync(cancel).ConfigureAwait(false) is { } root
            && root.FindNode(context.Span, getInnermostNodeForTie: true).FirstAncestorOrSelf<TNode>() is { } node
            && await context.Document.GetSemanticModelAsync(cancel).ConfigureAwait(false) is { } model)
        {
            Offer(new FixContext(context, model), node);
        }
    }

    /// <summary>Offers the fixes of a declaration, if there are any.</summary>
    private protected abstract void Offer(FixContext context, TNode node);

    /// <summary>The context of the fixes of one diagnostic.</summary>
    private protected sealed class FixContext(CodeFixContext context, SemanticModel model)
    {
        public SemanticModel Model => model;

        public CancellationToken Cancel => context.CancellationToken;

        /// <summary>Returns a property of the diagnostic; null if it is not set.</summary>
        public string? Property(string name) => context.Diagnostics[0].Properties.TryGetValue(name, out var value) ? value : null;

        /// <summary>
        /// Offers an edit of the document. The editor shows the title. Edits with the same key, or the same title if there is none, are
        /// applied together by "fix all".
        /// </summary>
        public void Offer(string title, Action<DocumentEditor> edit, string? key = null) => context.RegisterCodeFix(
            CodeAction.Create(
                title,
                async cancel =>
                {
                    var editor = await DocumentEditor.CreateAsync(context.Document, cancel).ConfigureAwait(false);
                    edit(editor);
                    return editor.GetChangedDocument();
                },
                key ?? title),
            context.Diagnostics);
    }
}
