using Amqp1.Generators.Reading;
using Microsoft.CodeAnalysis.Editing;

namespace Amqp1.Generators.CodeFixes;

/// <summary>AMQP1006 to 1011: leaves a method of an endpoint that cannot be served to the endpoint alone.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RpcIgnoreFix)), Shared]
internal sealed class RpcIgnoreFix() : SyntaxFix<MethodDeclarationSyntax>("AMQP1006", "AMQP1007", "AMQP1008", "AMQP1009", "AMQP1010", "AMQP1011")
{
    private protected override void Offer(FixContext context, MethodDeclarationSyntax node)
    {
        // The same rules hold for client interfaces, which must have all their methods.
        if (context.Model.GetDeclaredSymbol(node, context.Cancel)?.ContainingType.Attribute(RpcEndpointReader.Attribute) is not null)
        {
            context.Offer("Do not serve it: [RpcIgnore]", editor => editor.AddAttribute(node, editor.Generator.Attribute("RpcIgnore")));
        }
    }
}
