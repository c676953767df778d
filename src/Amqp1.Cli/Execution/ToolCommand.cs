using System.CommandLine;

namespace Amqp1.Cli.Execution;

/// <summary>A command of the tool. A derived class adds its options and arguments in its constructor.</summary>
internal abstract class ToolCommand : Command
{
    /// <summary>Initializes a new instance of the command.</summary>
    /// <param name="name">The name on the command line.</param>
    /// <param name="description">One sentence for the help.</param>
    protected ToolCommand(string name, string description)
        : base(name, description)
    {
        TreatUnmatchedTokensAsErrors = true;
    }

    /// <summary>The examples that the help shows, each a whole command line.</summary>
    public virtual IReadOnlyList<string> Examples => [];

    /// <summary>
    /// Runs the command and returns its exit code. Exceptions are written as messages and turned into exit codes by
    /// <see cref="FailureReport"/>.
    /// </summary>
    public abstract Task<int> RunAsync(CommandRun run);
}
