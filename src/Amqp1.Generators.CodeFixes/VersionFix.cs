using Amqp1.Generators.Reading;

namespace Amqp1.Generators.CodeFixes;

/// <summary>AMQP1002: converts a text such as <c>v1</c> or <c>1</c> to a valid version; any other text becomes 1.0.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(VersionFix)), Shared]
internal sealed class VersionFix() : SyntaxFix<TypeDeclarationSyntax>("AMQP1002")
{
    private protected override void Offer(FixContext context, TypeDeclarationSyntax node)
    {
        foreach (var argument in node.AttributeLists.SelectMany(list => list.Attributes).SelectMany(attribute => attribute.ArgumentList?.Arguments ?? []))
        {
            if (argument is { NameEquals.Name.Identifier.ValueText: "Version", Expression: LiteralExpressionSyntax { Token.Value: string version } literal }
                && !RpcMethods.IsVersion(version))
            {
                var mended = Mend(version);
                context.Offer($"Set the version to {mended}", editor => editor.ReplaceNode(
                    literal, Expressions.Text(mended).WithTriviaFrom(literal)), nameof(VersionFix));
            }
        }
    }

    private static string Mend(string version)
    {
        var parts = version.Trim().TrimStart('v', 'V').Split('.');
        var mended = parts.Length == 1 ? parts[0] + ".0" : $"{parts[0]}.{parts[1]}";
        return RpcMethods.IsVersion(mended) ? mended : "1.0";
    }
}
