namespace Amqp1.Cli.Tests.Consoles;

/// <summary>The console page in a browser.</summary>
public sealed class BrowserTests
{
    private const string Markup = "<img src=x onerror=document.title='taken'>";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_browser_shows_addresses_connections_and_waiting_messages()
    {
        Chromium.Require();
        await using var broker = await ConsoleProcess.StartAsync("broker");
        await using var stub = await ServeAsync(broker, "compute");
        (await CliProcess.RunAsync("notify", "test.waits", "-u", broker.Bus)).ExitCode.ShouldBe(0);

        var shown = await Chromium.ReadAsync(broker.Page);

        shown.Messages.ShouldBeEmpty();
        shown.Document.ShouldContain("Live, at ");
        shown.Document.ShouldContain("<h1 id=\"product\">amqp1-embedded");
        shown.Document.ShouldContain("<td>openstack.org/om/rpc/anycast/openstack/compute</td><td>balanced</td><td class=\"number\">1</td>");
        shown.Document.ShouldMatch("notifications\\.info</td><td>queue</td><td class=\"number\">0</td><td class=\"number\">[–0-9.]+</td><td class=\"number\">[–0-9.]+</td><td class=\"number\">1</td>");
        shown.Document.ShouldNotContain("NaN");
        shown.Document.ShouldNotContain("undefined");
    }

    [Fact]
    public async Task Markup_in_texts_of_peers_is_shown_and_not_executed()
    {
        Chromium.Require();
        await using var router = await ConsoleProcess.StartAsync("router");
        await using var stub = await ServeAsync(router, Markup);

        var shown = await Chromium.ReadAsync(router.Page);

        shown.Messages.ShouldBeEmpty();
        shown.Document.ShouldContain("&lt;img src=x onerror=document.title='taken'&gt;");
        shown.Document.ShouldNotContain("<img");
        shown.Document.ShouldContain("<title>amqp1-embedded");
    }

    [Fact]
    public async Task A_process_that_has_ended_is_reported()
    {
        Chromium.Require();
        using var files = new TestFiles();
        await using var router = await ConsoleProcess.StartAsync("router");
        using var http = new HttpClient();

        // The page alone, from a folder without the state.
        var folder = Path.GetDirectoryName(files.Write("console.js", await http.GetStringAsync(new Uri(router.Page, "console.js"), Cancel)))!;
        await File.WriteAllTextAsync(Path.Combine(folder, "index.html"), await http.GetStringAsync(router.Page, Cancel), Cancel);

        var shown = await Chromium.ReadAsync(new Uri(Path.Combine(folder, "index.html")));

        shown.Document.ShouldContain("The process does not answer. The figures are old.");
    }

    private static async Task<CliProcess> ServeAsync(ConsoleProcess broker, string topic)
    {
        using var files = new TestFiles();
        var file = files.Write("stub.json", "{\"methods\": {\"build\": {}}}");
        var stub = CliProcess.Start("serve", file, "--topic", topic, "--server", "host-7", "-u", broker.Bus);
        var ping = await CliProcess.RunAsync("call", topic, "build", "-u", broker.Bus);
        ping.ExitCode.ShouldBe(0, ping.Error);
        return stub;
    }
}
