using System.Text.Json;
using Amqp1.Configuration;
using Amqp1.Rpc;
using Amqp1.Testing;

namespace Amqp1.Cli.Tests;

/// <summary>Tests of <c>describe</c> with the topic of running servers.</summary>
public sealed class ServiceDescriptionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_is_described_as_text()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var shop = await Shop.StartAsync(router, "counter-1", Cancel);
        await shop.CallAsync("buy", new { name = "nail" }, Cancel);

        var result = await CliProcess.RunAsync("describe", "shop", "-u", router.TransportUrl);

        result.ExitCode.ShouldBe(0, result.Error);
        result.Error.ShouldBeEmpty();
        var lines = result.Output.ReplaceLineEndings("\n").Split('\n');
        lines[0].ShouldStartWith("shop on counter-1, counting since 20");
        lines[1].ShouldBe("  version 1.4, namespace sales: Sells things.");
        lines[2].ShouldMatch(@"^    buy\(name: string, count\?: integer \(int32\)\) -> Receipt  \[1 calls, 0 failed, mean [0-9.]+ ms, longest [0-9.]+ ms\]$");
        lines[3..].ShouldBe(
        [
            "        Buys a thing.",
            "        name: The thing.",
            "    undescribed(...)",
            "    watch(since?: string (date-time) or null) -> stream of Receipt",
            "  Kind = 'Cash' or 'Card'",
            "  Receipt = { id: string (uuid), kind: Kind, previous: list of Receipt, price: number (decimal) or null }",
            "",
        ]);
    }

    [Fact]
    public async Task Several_servers_are_described_as_json()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var first = await Shop.StartAsync(router, "counter-1", Cancel);
        await using var second = await Shop.StartAsync(router, "counter-2", Cancel);

        var result = await CliProcess.RunAsync("describe", "shop", "-s", "counter-2", "-s", "counter-1", "-u", router.TransportUrl, "--json");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Json.EnumerateArray().Select(server => server.GetProperty("server").GetString()).ShouldBe(["counter-2", "counter-1"]);
        result.Json[0].GetProperty("endpoints")[0].GetProperty("methods")[0].GetProperty("statistics").GetProperty("calls").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_topic_becomes_an_asyncapi_document_and_the_document_becomes_the_same_client_as_the_topic()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var shop = await Shop.StartAsync(router, "counter-1", Cancel);
        using var files = new TestFiles();

        var document = await CliProcess.RunAsync("describe", "shop", "-u", router.TransportUrl, "--asyncapi");
        var fromTopic = await CliProcess.RunAsync("describe", "shop", "-u", router.TransportUrl, "--client", "--client-namespace", "Shopping.Clients");
        var fromFile = await CliProcess.RunAsync("describe", files.Write("asyncapi.json", document.Output), "--client", "--client-namespace", "Shopping.Clients");

        (document.ExitCode, fromTopic.ExitCode, fromFile.ExitCode).ShouldBe((0, 0, 0));
        document.Json.GetProperty("asyncapi").GetString().ShouldBe("3.0.0");
        document.Json.GetProperty("operations").GetProperty("shop.sales.buy").GetProperty("x-oslo-messaging").GetRawText()
            .ShouldBe("""{"topic":"shop","method":"buy","version":"1.4","namespace":"sales"}""");
        fromFile.Output.ShouldBe(fromTopic.Output);
        fromFile.Output.ReplaceLineEndings("\n").ShouldEndWith("""
            using Amqp1.Rpc;

            namespace Shopping.Clients;

            /// <summary>The client of topic shop.</summary>
            [RpcClient("shop", Version = "1.4", Namespace = "sales")]
            public interface IShopSales
            {
                /// <summary>Buys a thing.</summary>
                /// <param name="name">The thing.</param>
                Task<Receipt> BuyAsync(string name, int? count = null, CancellationToken cancel = default);

                Task<JsonElement> UndescribedAsync(CancellationToken cancel = default);

                IAsyncEnumerable<Receipt> WatchAsync(DateTimeOffset? since = null, CancellationToken cancel = default);
            }

            /// <summary>The values of Receipt.</summary>
            public sealed record Receipt(
                Guid Id,
                Kind Kind,
                IReadOnlyList<Receipt> Previous,
                decimal? Price);

            /// <summary>The values of Kind.</summary>
            [JsonConverter(typeof(JsonStringEnumConverter<Kind>))]
            public enum Kind
            {
                Cash,
                Card,
            }

            """.ReplaceLineEndings("\n"));
    }

    /// <summary>Tests of the host compile the interface and call ComputeService with it. AMQP1_UPDATE_SNAPSHOTS=1 writes it anew.</summary>
    [Fact]
    public async Task The_document_of_ComputeService_becomes_the_interface_that_tests_of_the_host_use()
    {
        var folder = FolderOf(Path.Combine("tests", "Amqp1.Hosting.Tests", "Descriptions", "Generated"));
        var file = Path.Combine(folder, "ICompute.cs");

        var result = await CliProcess.RunAsync("describe", Path.Combine(folder, "compute.json"), "--client", "--client-namespace", "Amqp1.Hosting.Tests.Descriptions.Generated");

        result.ExitCode.ShouldBe(0, result.Error);
        if (Environment.GetEnvironmentVariable("AMQP1_UPDATE_SNAPSHOTS") == "1")
        {
            await File.WriteAllTextAsync(file, result.Output, Cancel);
        }

        result.Output.ReplaceLineEndings("\n").ShouldBe((await File.ReadAllTextAsync(file, Cancel)).ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_server_without_the_method_fails_with_a_hint()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var plain = await router.ServeAsync(Target.ForTopic("plain", "s"), service => service.On("build", _ => null), Cancel);

        var result = await CliProcess.RunAsync("describe", "plain", "-u", router.TransportUrl);

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("Amqp1:Rpc:DescribeEnabled");
    }

    [Fact]
    public async Task An_answer_that_is_not_a_description_is_exit_code_1()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var odd = await router.ServeAsync(Target.ForTopic("odd", "s"), service => service.On("amqp1_describe", _ => new { topic = 5 }), Cancel);

        (await CliProcess.RunAsync("describe", "odd", "-u", router.TransportUrl)).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_there_is_exit_code_4()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);

        (await CliProcess.RunAsync("describe", "nobody", "--timeout", "300ms", "-u", router.TransportUrl)).ExitCode.ShouldBe(4);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"asyncapi":"2.6.0"}""")]
    [InlineData("""{"asyncapi":"3.0.0","operations":{"x":{"action":"receive"}}}""")]
    [InlineData("no json")]
    public async Task A_document_that_has_no_methods_is_exit_code_2(string text)
    {
        using var files = new TestFiles();

        (await CliProcess.RunAsync("describe", files.Write("a.json", text), "--client")).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task An_assembly_does_not_become_a_document()
    {
        (await CliProcess.RunAsync("describe", typeof(ServiceDescriptionTests).Assembly.Location, "--asyncapi")).ExitCode.ShouldBe(2);
        (await CliProcess.RunAsync("describe", "shop", "--asyncapi", "--client")).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task Texts_of_a_document_cannot_become_code()
    {
        using var files = new TestFiles();
        var evil = JsonSerializer.Serialize("x\"); } class Evil { /*\r\n\u2028 </summary> }");
        var document = """
            {"asyncapi":"3.0.0","operations":{"x":{"action":"receive","description":EVIL,"messages":[{"payload":{"properties":{"class":{"description":EVIL,
            "$ref":"#/components/schemas/E"},"vol_1":{"type":"integer"},"own":{"$ref":"#/components/schemas/Record"} },"required":["class"]}}],
            "x-oslo-messaging":{"topic":EVIL,"method":EVIL,"namespace":EVIL,"version":EVIL}},
            "y":{"action":"receive","messages":[{"payload":{"properties":{"bad Name":{}}}}],"x-oslo-messaging":{"topic":EVIL,"method":"y","namespace":EVIL,"version":EVIL}}},
            "components":{"schemas":{"E":{"enum":["a-b","a b",EVIL]},"Record":{"type":"object","properties":{"Record":{"type":"string"},"to_string":{"$ref":"#/components/schemas/Record"},EVIL:{}}} }}}
            """.Replace("EVIL", evil, StringComparison.Ordinal);
        var result = await CliProcess.RunAsync("describe", files.Write("a.json", document), "--client");

        result.ExitCode.ShouldBe(0, result.Error);
        var code = result.Output.ReplaceLineEndings("\n").Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)).ToArray();
        code.ShouldContain("    Task<JsonElement> XClassEvilSummaryAsync(E @class, long? vol_1 = null, Record? own = null, CancellationToken cancel = default);");
        code.ShouldContain("    AB2,");
        code.ShouldContain("    [property: JsonPropertyName(\"Record\")] string Record2,");
        code.ShouldContain("    [property: JsonPropertyName(\"to_string\")] Record ToString2,");
        result.Output.ShouldContain("// y is left out");
        foreach (var line in code.Where(line => line.Contains("Evil", StringComparison.Ordinal)))
        {
            WithoutLiterals(line).ShouldNotContain("class Evil");
        }
    }

    private static string FolderOf(string path)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(directory.FullName, path)))
        {
            directory = directory.Parent ?? throw new DirectoryNotFoundException($"{path} is not above {AppContext.BaseDirectory}.");
        }

        return Path.Combine(directory.FullName, path);
    }

    private static string WithoutLiterals(string line) => System.Text.RegularExpressions.Regex.Replace(line, "\"(\\\\.|[^\"\\\\])*\"", "text");

    /// <summary>A server that describes itself.</summary>
    private sealed class Shop : IAsyncDisposable
    {
        private readonly MessagingTransport _transport;
        private readonly RpcServer _server;

        private Shop(MessagingTransport transport, string name)
        {
            _transport = transport;
            var endpoint = new RpcEndpointDescriptor(
                typeof(object), new Target { Topic = "shop", Version = "1.4", Namespace = "sales" }, [Buy(), Watch(), new("undescribed", (_, _) => ValueTask.CompletedTask)]) { Summary = "Sells things." };
            _server = transport.CreateRpcServer(new Target { Topic = "shop", Server = name }, (endpoint, new object()));
        }

        public static async Task<Shop> StartAsync(TestRouter router, string name, CancellationToken cancel)
        {
            var transport = MessagingTransport.Create(router.TransportUrl, new Amqp1Options { Rpc = { DescribeEnabled = true } });
            transport.Start();
            var shop = new Shop(transport, name);
            shop._server.Start();
            await shop._server.WaitUntilListeningAsync(cancel);
            return shop;
        }

        public Task<JsonElement> CallAsync(string method, object arguments, CancellationToken cancel) =>
            _transport.CreateRpcClient(new Target { Topic = "shop", Version = "1.4", Namespace = "sales" }).CallAsync<JsonElement>(method, arguments, cancel);

        public async ValueTask DisposeAsync()
        {
            await _server.DisposeAsync();
            await _transport.DisposeAsync();
        }

        private static RpcMethodDescriptor Buy() => new("buy", (_, _) => ValueTask.CompletedTask)
        {
            Describe = () => new RpcMethodDescription(
                [
                    new RpcParameterDescription("name", MessagingJson.Default.GetTypeInfo(typeof(string))) { RefusesNull = true, Summary = "The thing." },
                    new RpcParameterDescription("count", MessagingJson.Default.GetTypeInfo(typeof(int))) { IsOptional = true },
                ],
                MessagingJson.Default.GetTypeInfo(typeof(Receipt))) { Summary = "Buys a thing.", NeverReturnsNull = true },
        };

        private static RpcMethodDescriptor Watch() => new("watch", (_, _) => ValueTask.CompletedTask)
        {
            Describe = () => new RpcMethodDescription(
                [new RpcParameterDescription("since", MessagingJson.Default.GetTypeInfo(typeof(DateTimeOffset?))) { IsOptional = true }],
                MessagingJson.Default.GetTypeInfo(typeof(Receipt))) { IsStream = true, NeverReturnsNull = true },
        };
    }

    [System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<Kind>))]
    internal enum Kind
    {
        Cash,
        Card,
    }

    internal sealed record Receipt(Guid Id, Kind Kind, IReadOnlyList<Receipt> Previous, decimal? Price);
}
