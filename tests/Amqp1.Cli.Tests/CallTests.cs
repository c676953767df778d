using System.Text.Json;
using Amqp1.Rpc;
using Amqp1.Testing;

namespace Amqp1.Cli.Tests;

public sealed class CallTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_result_is_written_as_json()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var stub = await router.ServeAsync("compute", service => service.On("build", arguments => arguments), Cancel);

        var result = await CliProcess.RunAsync("call", "compute", "build", "name=wéb 1", "flavor:={\"vcpus\": 2}", "count:=3", "-u", router.TransportUrl);

        result.ShouldBe(new CliResult(0, "{\"name\":\"wéb 1\",\"flavor\":{\"vcpus\":2},\"count\":3}" + Environment.NewLine, ""));
    }

    [Fact]
    public async Task No_result_is_written_as_null()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var stub = await router.ServeAsync("compute", service => service.On("build", _ => null), Cancel);

        (await CliProcess.RunAsync("call", "compute", "build", "-u", router.TransportUrl)).Output.Trim().ShouldBe("null");
    }

    [Fact]
    public async Task Arguments_come_from_files_and_from_standard_input()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var stub = await router.ServeAsync("compute", service => service.On("build", arguments => arguments), Cancel);
        using var files = new TestFiles();
        var arguments = files.Write("arguments.json", "{\"a\": 1, \"b\": 1}");
        var text = files.Write("text", "some text");

        var result = await CliProcess.RunWithInputAsync(
            "{\"b\": 2, \"c\": 2}", "call", "compute", "build", $"@{arguments}", "-", $"t=@{text}", "c:=3", "-u", router.TransportUrl);

        result.Output.Trim().ShouldBe("{\"a\":1,\"b\":2,\"c\":3,\"t\":\"some text\"}");
    }

    [Fact]
    public async Task The_target_and_the_context_reach_the_server()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        var target = new Target { Topic = "compute", Server = "host-7", Namespace = "admin", Version = "1.4" };
        await using var stub = await router.ServeAsync(target, service => service.On("build", _ => 1), Cancel);

        var result = await CliProcess.RunAsync(
            "call", "compute", "build", "--server", "host-7", "--namespace", "admin", "--rpc-version", "1.2", "--context", "user=me", "-u", router.TransportUrl);

        result.Output.Trim().ShouldBe("1");
        var call = stub.Calls.ShouldHaveSingleItem();
        call.Context.Version.ShouldBe("1.2");
        call.Context.Context["user"].ShouldBe("me");
    }

    [Fact]
    public async Task A_remote_error_is_exit_code_1_in_text_and_in_json()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var stub = await router.ServeAsync("compute", service => service.On("build", _ => throw new RemoteErrorException("nova.exception", "NotFound", "no \u001b[31mweb")), Cancel);

        var text = await CliProcess.RunAsync("call", "compute", "build", "-u", router.TransportUrl);
        var json = await CliProcess.RunAsync("call", "compute", "build", "-u", router.TransportUrl, "--json");

        text.ExitCode.ShouldBe(1);
        text.Output.ShouldBeEmpty();
        text.Error.ShouldContain("NotFound no \\u001b[31mweb");
        json.ExitCode.ShouldBe(1);
        json.Output.ShouldBeEmpty();
        json.ErrorJson.GetProperty("kind").GetString().ShouldBe("remote_error");
        json.ErrorJson.GetProperty("class").GetString().ShouldBe("NotFound");
        json.ErrorJson.GetProperty("module").GetString().ShouldBe("nova.exception");
    }

    [Fact]
    public async Task No_answer_in_time_is_exit_code_4()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var stub = await router.ServeAsync("compute", service => service.On("build", async (_, cancel) =>
        {
            await new TaskCompletionSource().Task.WaitAsync(cancel);
            return null;
        }), Cancel);

        var result = await CliProcess.RunAsync("call", "compute", "build", "--timeout", "300ms", "-u", router.TransportUrl);

        result.ExitCode.ShouldBe(4);
        result.Error.ShouldContain("0.3 s");
    }

    [Fact]
    public async Task A_call_ends_at_once_with_code_130_on_an_interrupt()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var stub = await router.ServeAsync("compute", service => service.On("build", async (_, cancel) =>
        {
            await new TaskCompletionSource().Task.WaitAsync(cancel);
            return null;
        }), Cancel);
        await using var tool = CliProcess.Start("call", "compute", "build", "-u", router.TransportUrl);
        _ = await stub.NextCallAsync("build", Cancel);

        (await tool.StopAsync("INT")).ShouldBe(new CliResult(130, "", ""));
    }

    [Fact]
    public async Task A_host_that_cannot_be_reached_is_exit_code_3_and_its_password_is_not_written()
    {
        var result = await CliProcess.RunAsync("call", "compute", "build", "-u", "amqp://me:s3cret@127.0.0.1:1,me:s3cret@127.0.0.1:2", "-v");

        result.ExitCode.ShouldBe(3);
        result.Error.ShouldContain("amqp://me:***@127.0.0.1:1");
        (result.Output + result.Error).ShouldNotContain("s3cret");
    }

    [Theory]
    [InlineData("usage", "call", "compute", "build", "name")]
    [InlineData("usage", "call", "compute", "build", "name:=text")]
    [InlineData("usage", "call", "compute", "build", "@/nowhere")]
    [InlineData("usage", "call", "compute", "build", "-c", "/nowhere.conf")]
    [InlineData("usage", "call", "compute", "build", "-u", "nowhere")]
    [InlineData("usage", "call", "compute", "build", "-o", "Rpc:ResponseTimeout=soon")]
    public async Task What_cannot_be_used_is_exit_code_2(string kind, params string[] args)
    {
        var result = await CliProcess.RunAsync([.. args, "--json"]);

        result.ExitCode.ShouldBe(2);
        result.ErrorJson.GetProperty("kind").GetString().ShouldBe(kind);
        result.ErrorJson.GetProperty("message").GetString()!.Length.ShouldBeGreaterThan(20);
    }
}
