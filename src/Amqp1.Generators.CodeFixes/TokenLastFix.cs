namespace Amqp1.Generators.CodeFixes;

/// <summary>AMQP1301: moves the cancellation token to the end.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TokenLastFix)), Shared]
internal sealed class TokenLastFix() : SyntaxFix<ParameterSyntax>("AMQP1301")
{
    private protected override void Offer(FixContext context, ParameterSyntax node)
    {
        if (node.Parent is ParameterListSyntax list)
        {
            context.Offer("Move the token to the end", editor => editor.ReplaceNode(list, Move(list, node)));
        }
    }

    private static ParameterListSyntax Move(ParameterListSyntax list, ParameterSyntax token)
    {
        var parameters = list.Parameters.ToList();
        var index = parameters.IndexOf(token);
        parameters.RemoveAt(index);
        var end = parameters.Count > 0 && parameters[parameters.Count - 1].Modifiers.Any(SyntaxKind.ParamsKeyword) ? parameters.Count - 1 : parameters.Count;

        // A parameter after an optional parameter must be optional, too.
        var isOptional = token.Default is null && parameters.Take(end).Any(parameter => parameter.Default is not null);
        parameters.Insert(end, isOptional ? token.WithDefault(Default()) : token);

        // The positions keep their line breaks and commas, regardless of the parameter.
        return list.WithParameters(SyntaxFactory.SeparatedList(
            parameters.Select((parameter, place) => parameter.WithTriviaFrom(list.Parameters[place])), list.Parameters.GetSeparators()));
    }

    private static EqualsValueClauseSyntax Default() => SyntaxFactory.EqualsValueClause(
        SyntaxFactory.Token(SyntaxKind.EqualsToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space),
        SyntaxFactory.LiteralExpression(SyntaxKind.DefaultLiteralExpression));
}
