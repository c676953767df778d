using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeActions;

namespace Amqp1.Generators.CodeFixes;

/// <summary>A fix that mends all reports of its rules in a project at once, since one place in the project has what they lack.</summary>
internal abstract class ProjectFix(params string[] rules) : CodeFixProvider
{
    /// <inheritdoc />
    public sealed override ImmutableArray<string> FixableDiagnosticIds => [.. rules];

    /// <inheritdoc />
    public sealed override FixAllProvider GetFixAllProvider() => new Everywhere(this);

    /// <inheritdoc />
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var project = context.TextDocument.Project;
        if (context.Diagnostics.All(Helps) && await TitleAsync(project, context.CancellationToken).ConfigureAwait(false) is { } title)
        {
            context.RegisterCodeFix(Fix(title, project.Solution, [project.Id]), context.Diagnostics);
        }
    }

    /// <summary>Whether the fix does anything about a report of its rules.</summary>
    protected virtual bool Helps(Diagnostic report) => true;

    /// <summary>How the fix is offered; null for not at all.</summary>
    protected abstract Task<string?> TitleAsync(Project project, CancellationToken cancel);

    /// <summary>The solution with the project mended.</summary>
    protected abstract Task<Solution> FixAsync(Project project, CancellationToken cancel);

    private CodeAction Fix(string title, Solution solution, IReadOnlyList<ProjectId> projects) => CodeAction.Create(
        title,
        async cancel =>
        {
            foreach (var id in projects)
            {
                if (solution.GetProject(id) is { Language: LanguageNames.CSharp } project)
                {
                    solution = await FixAsync(project, cancel).ConfigureAwait(false);
                }
            }

            return solution;
        },
        GetType().Name);

    private sealed class Everywhere(ProjectFix fix) : FixAllProvider
    {
        public override Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext) => Task.FromResult<CodeAction?>(fix.Fix(
            fixAllContext.CodeActionEquivalenceKey ?? fix.GetType().Name,
            fixAllContext.Solution,
            fixAllContext.Scope == FixAllScope.Solution ? fixAllContext.Solution.ProjectIds : [fixAllContext.Project.Id]));
    }
}
