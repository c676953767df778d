namespace Amqp1.Generators.CodeFixes;

/// <summary>Creates expressions for fixes.</summary>
internal static class Expressions
{
    public static LiteralExpressionSyntax Text(string text) => SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(text));
}
