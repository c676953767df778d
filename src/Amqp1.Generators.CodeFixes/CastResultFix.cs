namespace Amqp1.Generators.CodeFixes;

/// <summary>AMQP1204: removes the result of a cast or fanout, or changes the method to a call.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CastResultFix)), Shared]
internal sealed class CastResultFix() : SyntaxFix<MethodDeclarationSyntax>("AMQP1204")
{
    private protected override void Offer(FixContext context, MethodDeclarationSyntax node)
    {
        var type = node.ReturnType is QualifiedNameSyntax { Right: var right } ? right : node.ReturnType;
        if (type is GenericNameSyntax generic)
        {
            context.Offer(
                "Return a task without a result",
                editor => editor.ReplaceNode(generic, SyntaxFactory.IdentifierName(generic.Identifier.WithTrailingTrivia()).WithTriviaFrom(generic)));
        }

        var attributes = node.AttributeLists.SelectMany(list => list.Attributes).Where(attribute => IsOneWay(context, attribute)).ToArray();
        if (attributes.Length > 0)
        {
            context.Offer("Change the method to a call", editor =>
            {
                foreach (var attribute in attributes)
                {
                    editor.RemoveNode(attribute);
                }
            });
        }
    }

    private static bool IsOneWay(FixContext context, AttributeSyntax attribute) =>
        context.Model.GetTypeInfo(attribute, context.Cancel).Type is { Name: "CastAttribute" or "FanoutAttribute" };
}
