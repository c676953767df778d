using Amqp1.Generators.Reading;
using Microsoft.CodeAnalysis.Simplification;

namespace Amqp1.Generators.CodeFixes;

/// <summary>AMQP1305: sends a <c>JsonObject</c> instead of an anonymous object, for which no context can have metadata.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(JsonObjectFix)), Shared]
internal sealed class JsonObjectFix() : SyntaxFix<AnonymousObjectCreationExpressionSyntax>("AMQP1305")
{
    private const string Nodes = "System.Text.Json.Nodes.";

    private protected override void Offer(FixContext context, AnonymousObjectCreationExpressionSyntax node)
    {
        if (context.Model.Compilation.GetTypeByMetadataName(Nodes + "JsonNode") is { } json && Convert(context, node, json) is { } text)
        {
            context.Offer("Send a JsonObject", editor => editor.ReplaceNode(
                node,
                Simplified(SyntaxFactory.ParseExpression(text)).WithTriviaFrom(node)));
        }
    }

    private static ExpressionSyntax Simplified(ExpressionSyntax made) => made.ReplaceNodes(
        made.DescendantNodesAndSelf().OfType<ObjectCreationExpressionSyntax>().Select(creation => creation.Type),
        static (_, type) => type.WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation));

    /// <summary>Converts the expression; null if a member has a type that does not convert to JSON by itself.</summary>
    private static string? Convert(FixContext context, AnonymousObjectCreationExpressionSyntax node, INamedTypeSymbol json)
    {
        var members = new List<string>();
        foreach (var member in node.Initializers)
        {
            var value = member.Expression is AnonymousObjectCreationExpressionSyntax inner
                ? Convert(context, inner, json)
                : context.Model.Compilation.ClassifyCommonConversion(context.Model.GetTypeInfo(member.Expression, context.Cancel).Type!, json) is { IsImplicit: true }
                    ? member.Expression.WithoutTrivia().ToString()
                    : null;
            if (value is null || context.Model.GetDeclaredSymbol(member, context.Cancel) is not { } property)
            {
                return null;
            }

            members.Add($"[\"{WireNames.ToSnakeCase(property.Name)}\"] = {value}");
        }

        return $"new {Nodes}JsonObject {{{string.Concat(members.Select((member, i) => (i == 0 ? " " : ", ") + member))} }}";
    }
}
