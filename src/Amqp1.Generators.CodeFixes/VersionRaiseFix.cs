using Amqp1.Generators.Contracts;
using Amqp1.Generators.Reading;
using Amqp1.Generators.Roslyn;

namespace Amqp1.Generators.CodeFixes;

/// <summary>AMQP1401: sets the version of the endpoint to the lowest one that breaks no contract.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(VersionRaiseFix)), Shared]
internal sealed class VersionRaiseFix() : SyntaxFix<TypeDeclarationSyntax>("AMQP1401")
{
    private protected override void Offer(FixContext context, TypeDeclarationSyntax node)
    {
        var attribute = node.AttributeLists.SelectMany(list => list.Attributes)
            .FirstOrDefault(attribute => context.Model.GetTypeInfo(attribute, context.Cancel).Type?.Is(RpcEndpointReader.Attribute) == true);
        if (attribute?.ArgumentList is { } list && context.Property(ContractComparison.VersionProperty) is { } version)
        {
            context.Offer($"Set the version to {version}", editor => editor.ReplaceNode(list, Set(list, version)), nameof(VersionRaiseFix));
        }
    }

    private static AttributeArgumentListSyntax Set(AttributeArgumentListSyntax list, string version)
    {
        var literal = Expressions.Text(version);
        return list.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == "Version") is { } set
            ? list.ReplaceNode(set.Expression, literal.WithTriviaFrom(set.Expression))
            : list.AddArguments(SyntaxFactory.AttributeArgument(SyntaxFactory.NameEquals("Version"), null, literal).NormalizeWhitespace());
    }
}
