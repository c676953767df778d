using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeActions;

namespace Amqp1.Generators.CodeFixes;

/// <summary>A fix that resolves all diagnostics of its rules in a project at once, because all of them have one cause in the project.</summary>
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

    /// <summary>Returns whether the fix applies to a diagnostic of its rules.</summary>
    protected virtual bool Helps(Diagnostic report) => true;

    /// <summary>Returns the title of the fix; null if it is not offered.</summary>
    protected abstract Task<string?> TitleAsync(Project project, CancellationToken cancel);

    /// <summary>Returns the solution with the fixed project.</summary>
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
