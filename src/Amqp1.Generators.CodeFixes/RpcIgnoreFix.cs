using Amqp1.Generators.Reading;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis.Editing;

namespace Amqp1.Generators.CodeFixes;

/// <summary>AMQP1006 to 1011: excludes a method that cannot be served from the remote methods of an endpoint.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RpcIgnoreFix)), Shared]
internal sealed class RpcIgnoreFix() : SyntaxFix<MethodDeclarationSyntax>("AMQP1006", "AMQP1007", "AMQP1008", "AMQP1009", "AMQP1010", "AMQP1011")
{
    private protected override void Offer(FixContext context, MethodDeclarationSyntax node)
    {
        // The same rules apply to client interfaces, which must keep all their methods.
        if (context.Model.GetDeclaredSymbol(node, context.Cancel)?.ContainingType.Attribute(RpcEndpointReader.Attribute) is not null)
        {
            context.Offer("Exclude the method with [RpcIgnore]", editor => editor.AddAttribute(node, editor.Generator.Attribute("RpcIgnore")));
        }
    }
}
