namespace Amqp1.Generators.CodeFixes;

/// <summary>AMQP1009: changes a parameter with <c>in</c> or <c>ref</c> to a parameter by value.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ByValueFix)), Shared]
internal sealed class ByValueFix() : SyntaxFix<ParameterSyntax>("AMQP1009")
{
    private protected override void Offer(FixContext context, ParameterSyntax node)
    {
        // The value of an out parameter would be lost, so the author must change the method.
        if (node.Modifiers.Any(SyntaxKind.InKeyword) || node.Modifiers.Any(SyntaxKind.RefKeyword))
        {
            var kept = node.Modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.InKeyword) && !modifier.IsKind(SyntaxKind.RefKeyword) && !modifier.IsKind(SyntaxKind.ReadOnlyKeyword));
            context.Offer("Pass the parameter by value", editor => editor.ReplaceNode(node, node.WithModifiers(SyntaxFactory.TokenList(kept)).WithLeadingTrivia(node.GetLeadingTrivia())));
        }
    }
}
