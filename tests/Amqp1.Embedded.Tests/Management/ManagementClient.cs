using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace Amqp1.Embedded.Tests.Management;

/// <summary>Asks a management node with AMQPNetLite, as an operator's program would.</summary>
internal sealed class ManagementClient : IAsyncDisposable
{
    public const string Connections = "org.apache.qpid.dispatch.connection";
    public const string Links = "org.apache.qpid.dispatch.router.link";
    public const string Addresses = "org.apache.qpid.dispatch.router.address";
    public const string Router = "org.apache.qpid.dispatch.router";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Connection _connection;
    private readonly SenderLink _requests;
    private readonly ReceiverLink _responses;
    private readonly string? _to;
    private int _lastId;

    private ManagementClient(Connection connection, SenderLink requests, ReceiverLink responses, string replyTo, string? to)
    {
        _connection = connection;
        _requests = requests;
        _responses = responses;
        ReplyTo = replyTo;
        _to = to;
    }

    public string ReplyTo { get; }

    /// <summary>Connects; if <paramref name="relay"/> is set, requests go through a link without an address.</summary>
    public static async Task<ManagementClient> ConnectAsync(EmbeddedRouter router, string address = "$management", bool relay = false, string? user = null)
    {
        var uri = new Address("127.0.0.1", router.Port, user, user is null ? null : "secret", "/", "AMQP");
        var connection = await new ConnectionFactory().CreateAsync(uri, new Open { ContainerId = $"operator-{Guid.NewGuid():N}" }, null);
        var session = new Session(connection);
        var replyTo = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var responses = new ReceiverLink(
            session,
            "responses",
            new Attach { Source = new Source { Dynamic = true }, Target = new Amqp.Framing.Target() },
            (_, attach) => replyTo.SetResult(((Source)attach.Source).Address));
        responses.SetCredit(50);
        var requests = new SenderLink(session, "requests", relay ? null : address);
        return new ManagementClient(connection, requests, responses, await replyTo.Task.WaitAsync(Patience), relay ? address : null);
    }

    /// <summary>Sends a request and returns the response. The arguments are application properties.</summary>
    public async Task<Message> CallAsync(string operation, object? body = null, params (string Name, object? Value)[] arguments)
    {
        var id = $"{++_lastId}";
        var request = Request(operation, body, arguments);
        request.Properties = new Properties { MessageId = id, ReplyTo = ReplyTo, To = _to };
        await _requests.SendAsync(request, Patience);
        var response = (await _responses.ReceiveAsync(Patience)).ShouldNotBeNull();
        response.Properties.CorrelationId.ShouldBe(id);
        response.Properties.To.ShouldBe(ReplyTo);
        return response;
    }

    public async Task<Message> CallOkAsync(string operation, object? body = null, params (string Name, object? Value)[] arguments)
    {
        var response = await CallAsync(operation, body, arguments);
        StatusOf(response).ShouldBe(200, (string)response.ApplicationProperties["statusDescription"]);
        return response;
    }

    /// <summary>Queries entities and returns each one as a map of its attributes.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, object?>>> QueryAsync(string? type, string[]? attributes = null, int? offset = null, int? count = null)
    {
        var list = new List();
        list.AddRange(attributes ?? []);
        var response = await CallOkAsync("QUERY", new Map { ["attributeNames"] = list }, ("entityType", type), ("offset", offset), ("count", count));
        var body = (Map)response.Body;
        var names = ((List)body["attributeNames"]).Cast<string>().ToArray();
        return [.. ((List)body["results"]).Cast<List>().Select(row => names.Zip(row.Cast<object?>()).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    public static int StatusOf(Message response) => (int)response.ApplicationProperties["statusCode"];

    public static Message Request(string operation, object? body, params (string Name, object? Value)[] arguments)
    {
        var request = new Message { ApplicationProperties = new ApplicationProperties(), BodySection = new AmqpValue { Value = body ?? new Map() } };
        request.ApplicationProperties["operation"] = operation;
        foreach (var (name, value) in arguments.Where(argument => argument.Value is not null))
        {
            request.ApplicationProperties[name] = value;
        }

        return request;
    }

    public async ValueTask DisposeAsync() => await _connection.CloseAsync();
}
