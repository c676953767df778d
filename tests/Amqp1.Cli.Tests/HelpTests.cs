using System.CommandLine;
using Amqp1.Cli.Execution;

namespace Amqp1.Cli.Tests;

public sealed class HelpTests
{
    public static TheoryData<string> Commands => [.. Paths(RootBuilder.Create(), "")];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task The_help_of_every_command_has_examples(string command)
    {
        var result = await CliProcess.RunAsync([.. command.Split(' '), "--help"]);

        result.ExitCode.ShouldBe(0);
        result.Error.ShouldBeEmpty();
        result.Output.ShouldContain("Examples:");
        result.Output.ShouldContain($"amqp1 {command}");
    }

    [Fact]
    public async Task The_root_lists_all_commands()
    {
        var result = await CliProcess.RunAsync("--help");

        result.ExitCode.ShouldBe(0);
        foreach (var command in RootBuilder.Create().Subcommands)
        {
            result.Output.ShouldContain($"  {command.Name}");
        }
    }

    [Fact]
    public async Task An_unknown_command_is_exit_code_2_and_points_to_the_help()
    {
        var result = await CliProcess.RunAsync("cal");

        result.ExitCode.ShouldBe(ExitCode.Usage);
        result.Output.ShouldBeEmpty();
        result.Error.ShouldContain("call");
        result.Error.ShouldContain("Run 'amqp1 --help'");
    }

    [Fact]
    public async Task Suggestions_for_shells_have_the_commands() =>
        (await CliProcess.RunAsync("[suggest:2]", "pi")).Output.ShouldContain("ping");

    /// <summary>Returns the paths of all commands that can be run, such as <c>queues list</c>.</summary>
    private static IEnumerable<string> Paths(Command command, string path) => command.Subcommands.SelectMany(sub => Paths(sub, $"{path} {sub.Name}".Trim()))
        .Concat(command is ToolCommand ? [path] : []);
}
