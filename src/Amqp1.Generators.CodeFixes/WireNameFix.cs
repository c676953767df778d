using Amqp1.Generators.Reading;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis.Editing;

namespace Amqp1.Generators.CodeFixes;

/// <summary>AMQP1006: gives an overload its own wire name, formed from the names of its arguments.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WireNameFix)), Shared]
internal sealed class WireNameFix() : SyntaxFix<MethodDeclarationSyntax>("AMQP1006")
{
    private protected override void Offer(FixContext context, MethodDeclarationSyntax node)
    {
        if (context.Model.GetDeclaredSymbol(node, context.Cancel) is { } method)
        {
            var name = NameFor(method);
            context.Offer(
                $"Set the wire name to {name}",
                editor =>
                {
                    if (method.Attribute(RpcMethods.MethodAttribute)?.ApplicationSyntaxReference?.GetSyntax(context.Cancel) is AttributeSyntax attribute)
                    {
                        var named = attribute.ArgumentList?.Arguments.Where(argument => argument.NameEquals is not null) ?? [];
                        var arguments = SyntaxFactory.SeparatedList(named.Prepend(SyntaxFactory.AttributeArgument(Expressions.Text(name))));
                        editor.ReplaceNode(attribute, attribute.WithArgumentList(SyntaxFactory.AttributeArgumentList(arguments)));
                    }
                    else
                    {
                        editor.AddAttribute(node, editor.Generator.Attribute("RpcMethod", Expressions.Text(name)));
                    }
                },
                nameof(WireNameFix));
        }
    }

    private static string NameFor(IMethodSymbol method)
    {
        var taken = new HashSet<string>(method.ContainingType.GetMembers().OfType<IMethodSymbol>().Select(RpcMethods.WireNameOf));
        var arguments = method.Parameters.Where(RpcMethods.IsArgument).Select(parameter => WireNames.ToSnakeCase(parameter.Name)).ToArray();
        var name = RpcMethods.WireNameOf(method);
        if (arguments.Length > 0)
        {
            name = $"{name}_by_{string.Join("_and_", arguments)}";
        }

        return taken.Contains(name) ? Enumerable.Range(2, int.MaxValue - 2).Select(i => $"{name}_{i}").First(numbered => !taken.Contains(numbered)) : name;
    }
}
