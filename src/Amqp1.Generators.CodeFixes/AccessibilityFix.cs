using Microsoft.CodeAnalysis.Editing;

namespace Amqp1.Generators.CodeFixes;

/// <summary>
/// AMQP1004, 1105, 1302: makes a method public, and a type and its containing types internal, so that generated code can access them.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AccessibilityFix)), Shared]
internal sealed class AccessibilityFix() : SyntaxFix<MemberDeclarationSyntax>("AMQP1004", "AMQP1105", "AMQP1302")
{
    private protected override void Offer(FixContext context, MemberDeclarationSyntax node)
    {
        if (node is BaseTypeDeclarationSyntax)
        {
            context.Offer("Make the type internal", editor =>
            {
                foreach (var type in node.AncestorsAndSelf().OfType<BaseTypeDeclarationSyntax>().Where(type => !IsReachable(context, type)))
                {
                    editor.ReplaceNode(type, (current, generator) => Internal((BaseTypeDeclarationSyntax)current, generator));
                }
            });
        }
        else if (node is MethodDeclarationSyntax { ExplicitInterfaceSpecifier: null } method
            && !method.Modifiers.Any(SyntaxKind.StaticKeyword)
            && context.Model.GetDeclaredSymbol(method, context.Cancel)?.DeclaredAccessibility != Accessibility.Public)
        {
            context.Offer("Make the method public", editor => editor.SetAccessibility(method, Accessibility.Public));
        }
    }

    private static bool IsReachable(FixContext context, BaseTypeDeclarationSyntax type) =>
        context.Model.GetDeclaredSymbol(type, context.Cancel) is { IsFileLocal: false, DeclaredAccessibility: Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal };

    private static SyntaxNode Internal(BaseTypeDeclarationSyntax type, SyntaxGenerator generator)
    {
        var local = type.Modifiers.FirstOrDefault(modifier => modifier.IsKind(SyntaxKind.FileKeyword));
        var modifiers = local == default ? type.Modifiers : type.Modifiers.Replace(local, SyntaxFactory.Token(SyntaxKind.InternalKeyword).WithTriviaFrom(local));
        return generator.WithAccessibility(type.WithModifiers(modifiers), Accessibility.Internal);
    }
}
