using Amqp1.Generators.Reading;
using Microsoft.CodeAnalysis.Simplification;

namespace Amqp1.Generators.CodeFixes;

/// <summary>AMQP1203: wraps the result of a client method in a task.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ClientReturnTypeFix)), Shared]
internal sealed class ClientReturnTypeFix() : SyntaxFix<MethodDeclarationSyntax>("AMQP1203")
{
    private protected override void Offer(FixContext context, MethodDeclarationSyntax node)
    {
        if (context.Model.GetDeclaredSymbol(node, context.Cancel) is { } method && Results.Of(method).Kind == Models.ResultKind.Immediate)
        {
            var type = node.ReturnType.WithoutTrivia();
            context.Offer("Return a task", editor => editor.ReplaceNode(
                node.ReturnType,
                SyntaxFactory.ParseTypeName(method.ReturnsVoid ? "System.Threading.Tasks.Task" : $"System.Threading.Tasks.Task<{type}>")
                    .WithTriviaFrom(node.ReturnType)
                    .WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation)));
        }
    }
}
