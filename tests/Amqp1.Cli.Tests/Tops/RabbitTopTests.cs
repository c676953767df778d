namespace Amqp1.Cli.Tests.Tops;

/// <summary>The load of RabbitMQ over its management API.</summary>
public sealed class RabbitTopTests
{
    [Fact]
    public async Task Queues_rates_and_slow_consumers_are_shown()
    {
        using var api = RabbitApiStub.Start("monitor:s3cret");

        var text = await CliProcess.RunAsync("top", "--management", api.Url, "-u", "rabbit://monitor:s3cret@127.0.0.1:1/");
        var json = await CliProcess.RunAsync("top", "--json", "--management", api.Url + "/", "-u", "rabbit://monitor:s3cret@127.0.0.1:1/");

        text.ExitCode.ShouldBe(0, text.Error);
        text.Output.ShouldContain("RabbitMQ 4.3.6 rabbit@one: 2 connections, 2 addresses, 5 links, 2 slow consumers");
        text.Output.ShouldMatch(@"compute +classic +2 +12\.4 +8\.0 +7 +3 +2 slow");
        text.Output.ShouldMatch(@"idle\\u001b\[2J +quorum +1 +0\.0 +0\.0 +0 +0 +0\s");
        text.Output.ShouldMatch(@"compute\.host-7 +127\.0\.0\.1:40000 -> 127\.0\.0\.1:5672 +127\.0\.0\.1 +monitor +3 ");
        text.Output.ShouldMatch("kombu ");
        json.Json.GetProperty("addresses")[0].GetProperty("waiting").GetInt64().ShouldBe(7);
        (text.Output + text.Error + json.Output + json.Error).ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task The_login_of_the_management_url_takes_precedence()
    {
        using var api = RabbitApiStub.Start("other:p@ss");

        var result = await CliProcess.RunAsync("top", "--json", "--management", api.Url.Replace("://", "://other:p%40ss@"), "-u", "rabbit://monitor:s3cret@127.0.0.1:1/");

        result.ExitCode.ShouldBe(0, result.Error);
    }

    [Fact]
    public async Task A_refused_login_says_what_the_user_needs()
    {
        using var api = RabbitApiStub.Start("monitor:other");

        var result = await CliProcess.RunAsync("top", "--management", api.Url, "-u", "rabbit://monitor:s3cret@127.0.0.1:1/");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("refuses the login of monitor. The user needs the right password and the tag monitoring");
        result.Error.ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task A_virtual_host_that_does_not_exist_is_named_as_the_reason()
    {
        using var api = RabbitApiStub.Start("monitor:s3cret");

        var result = await CliProcess.RunAsync("top", "--management", api.Url, "-u", "rabbit://monitor:s3cret@127.0.0.1:1/a%2Fb");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("The virtual host of the URL may not exist.");
        api.Requests.ShouldContain("/api/queues/a%2Fb?page=1&page_size=500");
    }

    [Fact]
    public async Task An_api_that_cannot_be_reached_is_exit_code_3_and_says_how_to_turn_it_on()
    {
        var result = await CliProcess.RunAsync("top", "--management", "http://127.0.0.1:1", "-u", "rabbit://127.0.0.1:1/");

        result.ExitCode.ShouldBe(3);
        result.Error.ShouldContain("rabbitmq-plugins enable rabbitmq_management");
    }

    [Theory]
    [InlineData("rabbit:15672")]
    [InlineData("ftp://rabbit")]
    public async Task A_management_url_that_is_not_of_http_is_exit_code_2(string url) =>
        (await CliProcess.RunAsync("top", "--management", url, "-u", "rabbit://127.0.0.1:1/")).ExitCode.ShouldBe(2);
}
