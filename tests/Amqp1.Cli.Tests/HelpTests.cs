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
    public async Task The_root_answers_the_questions_with_which_people_start_by_commands_that_exist()
    {
        var result = await CliProcess.RunAsync("--help");

        var questions = result.Output[result.Output.IndexOf("Questions", StringComparison.Ordinal)..];
        var commands = questions.Split('\n').SelectMany(line => line.Split("amqp1 ").Skip(1)).Select(command => command.Split(' ', ';', '\r')[0].Trim('\'')).Where(name => name != "COMMAND").ToArray();
        commands.Length.ShouldBeGreaterThan(5);
        commands.ShouldBeSubsetOf(RootBuilder.Create().Subcommands.Select(command => command.Name));
        questions.ShouldContain("Why can my service not connect?");
        questions.ShouldContain("--url amqp://");
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
