namespace Amqp1.Cli.Tests;

public sealed class DescribeTests
{
    private static readonly string Assembly = typeof(DescribeTests).Assembly.Location;

    [Fact]
    public async Task Endpoints_and_clients_of_an_assembly_are_listed_with_their_wire_names()
    {
        var result = await CliProcess.RunAsync("describe", Assembly);

        result.ExitCode.ShouldBe(0);
        result.Output.ReplaceLineEndings("\n").ShouldBe("""
            rpc endpoint described Version=1.2 Namespace=admin: Amqp1.Cli.Tests.DescribedEndpoint
                grow_instance(instance_id: string, sizes: System.Collections.Generic.IReadOnlyList<long>, force?: bool) -> int?
                renamed()
            rpc client described Version=1.0: Amqp1.Cli.Tests.IDescribedClient
                reboot(instance_id: string)
            notification endpoint described_events EventType=compute\.: Amqp1.Cli.Tests.DescribedListener
                error(notification: Amqp1.Notifications.Notification<string>)

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task The_description_is_json_on_request()
    {
        var endpoint = (await CliProcess.RunAsync("describe", Assembly, "--json")).Json[0];

        endpoint.GetProperty("kind").GetString().ShouldBe("rpc endpoint");
        endpoint.GetProperty("topic").GetString().ShouldBe("described");
        endpoint.GetProperty("settings").GetProperty("Version").GetString().ShouldBe("1.2");
        endpoint.GetProperty("methods")[0].GetProperty("name").GetString().ShouldBe("grow_instance");
    }

    [Fact]
    public async Task A_file_that_is_not_an_assembly_is_exit_code_2()
    {
        using var files = new TestFiles();

        (await CliProcess.RunAsync("describe", files.Write("text.dll", "text"))).ExitCode.ShouldBe(2);
    }
}
