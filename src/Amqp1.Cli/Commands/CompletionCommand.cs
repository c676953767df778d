using System.CommandLine;
using Amqp1.Cli.Execution;

namespace Amqp1.Cli.Commands;

/// <summary>Writes a completion script for a shell.</summary>
internal sealed class CompletionCommand : ToolCommand
{
    private const string Bash = """
        # Completion of amqp1 for bash. The tool itself knows its commands and options.
        _amqp1_complete() {
            local IFS=$'\n' word=${COMP_WORDS[COMP_CWORD]}
            COMPREPLY=($(compgen -W "$(amqp1 "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "$word"))
        }
        complete -o default -F _amqp1_complete amqp1
        """;

    private const string Zsh = """
        #compdef amqp1
        # Completion of amqp1 for zsh. The tool itself knows its commands and options.
        _amqp1_complete() {
            local -a found
            found=("${(@f)$(amqp1 "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            if [[ -n $found ]]; then
                compadd -- $found
            else
                _files
            fi
        }
        compdef _amqp1_complete amqp1
        """;

    private readonly Argument<string> _shell = new("shell") { Description = "The shell: bash or zsh." };

    public CompletionCommand()
        : base("completion", "Writes a completion script for bash or zsh.")
    {
        _shell.AcceptOnlyFromAmong("bash", "zsh");
        Arguments.Add(_shell);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
    [
        "source <(amqp1 completion bash)",
        "amqp1 completion bash > ~/.local/share/bash-completion/completions/amqp1",
        "amqp1 completion zsh > \"${fpath[1]}/_amqp1\"",
    ];

    /// <inheritdoc />
    public override Task<int> RunAsync(CommandRun run)
    {
        run.Terminal.WriteLine(run.Get(_shell) == "bash" ? Bash : Zsh);
        return Task.FromResult(ExitCode.Success);
    }
}
