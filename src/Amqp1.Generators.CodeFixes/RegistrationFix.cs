using System.Collections.Immutable;
using Amqp1.Generators.Registration;
using Microsoft.CodeAnalysis.CodeActions;

namespace Amqp1.Generators.CodeFixes;

/// <summary>AMQP1303: adds the assembly of a client to the call that adds its instance.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RegistrationFix)), Shared]
internal sealed class RegistrationFix : CodeFixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds => ["AMQP1303"];

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc />
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        // If the location of an instance is missing, no instance was added, and the author must decide which one to add.
        var report = context.Diagnostics[0];
        if (report.AdditionalLocations.Count > 0
            && report.AdditionalLocations[0] is { SourceTree: { } tree } place
            && context.Document.Project.Solution.GetDocument(tree) is { } document
            && report.Properties.TryGetValue(Registrations.ClientProperty, out var client))
        {
            var added = $"AddEndpointsFrom(typeof({client}).Assembly)";
            context.RegisterCodeFix(CodeAction.Create("Call " + added, cancel => AddAsync(document, place, added, cancel), added), context.Diagnostics);
        }

        return Task.CompletedTask;
    }

    private static async Task<Document> AddAsync(Document document, Location place, string added, CancellationToken cancel)
    {
        var root = (await document.GetSyntaxRootAsync(cancel).ConfigureAwait(false))!;
        var call = root.FindNode(place.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>()!;
        var longer = SyntaxFactory.ParseExpression($"{call.WithoutTrivia()}.{added}");
        return document.WithSyntaxRoot(root.ReplaceNode(call, longer.WithTriviaFrom(call)));
    }
}
