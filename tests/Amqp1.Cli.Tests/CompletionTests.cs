using System.Diagnostics;

namespace Amqp1.Cli.Tests;

public sealed class CompletionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bash_completes_commands_with_the_script()
    {
        using var files = new TestFiles();
        var script = files.Write("completion", (await CliProcess.RunAsync("completion", "bash")).Output);
        var program = $$"""
            amqp1() { dotnet '{{Path.Combine(AppContext.BaseDirectory, "amqp1.dll")}}' "$@"; }
            . '{{script}}'
            COMP_LINE='amqp1 fan' COMP_POINT=9 COMP_CWORD=1
            COMP_WORDS=(amqp1 fan)
            _amqp1_complete
            echo "${COMPREPLY[@]}"
            complete -p amqp1
            """;
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", program]) { RedirectStandardOutput = true })!;

        var output = await bash.StandardOutput.ReadToEndAsync(Cancel);

        output.ShouldStartWith("fanout\n");
        output.ShouldContain("-F _amqp1_complete amqp1");
    }

    [Fact]
    public async Task Zsh_has_a_script_of_its_own() =>
        (await CliProcess.RunAsync("completion", "zsh")).Output.ShouldStartWith("#compdef amqp1");

    [Fact]
    public async Task Another_shell_is_exit_code_2() => (await CliProcess.RunAsync("completion", "fish")).ExitCode.ShouldBe(2);
}
