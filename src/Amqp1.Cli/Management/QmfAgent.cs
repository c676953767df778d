using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Amqp1.Bus.Connections;
using Amqp1.Cli.Execution;
using Amqp1.Embedded.Load;

namespace Amqp1.Cli.Management;

/// <summary>
/// Queries the objects of qpidd and calls their methods, in its management protocol QMF 2, whose messages are maps. Not thread-safe: one
/// request at a time.
/// </summary>
internal sealed class QmfAgent
{
    /// <summary>The product in the Open of qpidd.</summary>
    public const string Product = "qpid-cpp";

    private const string Exchange = "qmf.default.direct";
    private const string Agent = "broker";
    private const string OpcodeProperty = "qmf.opcode";

    private readonly RequestLinks _links;

    private QmfAgent(RequestLinks links) => _links = links;

    /// <summary>The name of the queue of the responses, which exists because of this agent only.</summary>
    public string ReplyQueue => _links.ReplyTo;

    /// <summary>Attaches the links to the management exchange.</summary>
    /// <exception cref="CommandFailedException">The peer refuses a link, because management is off (<c>--mgmt-enable no</c>) or not permitted.</exception>
    /// <exception cref="MessagingTimeoutException">The peer does not answer in time.</exception>
    public static async Task<QmfAgent> AttachAsync(LinkSessions sessions, TimeSpan timeout, CancellationToken cancel) =>
        new(await RequestLinks.AttachAsync(sessions, Exchange, timeout, cancel).ConfigureAwait(false));

    /// <summary>Returns all objects of a class. The broker sends many of them in several messages.</summary>
    /// <param name="className">The class, such as <c>queue</c>.</param>
    /// <param name="cancel">Cancels the wait.</param>
    /// <exception cref="CommandFailedException">The broker refuses the request.</exception>
    /// <exception cref="MessagingTimeoutException">The broker does not answer in time.</exception>
    public async Task<IReadOnlyList<ManagementRow>> QueryAsync(string className, CancellationToken cancel)
    {
        var body = new Map { ["_what"] = "OBJECT", ["_schema_id"] = new Map { ["_class_name"] = className } };
        var responses = await RequestAsync("_query_request", body, $"the query of {className}", cancel).ConfigureAwait(false);
        return [.. responses.SelectMany(response => QmfObjects.Read(response.Body))];
    }

    /// <summary>Calls a method of an object.</summary>
    /// <param name="target">The name of the object, such as <c>org.apache.qpid.broker:queue:audit</c>.</param>
    /// <param name="method">The name of the method.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="cancel">Cancels the wait.</param>
    /// <exception cref="CommandFailedException">The broker refuses the request.</exception>
    /// <exception cref="MessagingTimeoutException">The broker does not answer in time.</exception>
    public Task CallAsync(string target, string method, Map arguments, CancellationToken cancel)
    {
        var body = new Map { ["_object_id"] = new Map { ["_object_name"] = target }, ["_method_name"] = method, ["_arguments"] = arguments };
        return RequestAsync("_method_request", body, $"{method} of {target}", cancel);
    }

    private async Task<IReadOnlyList<Message>> RequestAsync(string opcode, Map body, string name, CancellationToken cancel)
    {
        var request = new Message
        {
            // The exchange routes by the subject. qpidd ignores a request without the id of the application.
            Properties = new Properties { Subject = Agent },
            ApplicationProperties = new ApplicationProperties { [OpcodeProperty] = opcode, ["method"] = "request", ["x-amqp-0-10.app-id"] = "qmf2" },
            BodySection = new AmqpValue { Value = body },
        };

        // qpidd takes the part of the address before the first slash for the name of an exchange. The name of the queue may contain slashes,
        // because it begins with the container ID; the exchange without a name routes to the queue with the name of the rest.
        var responses = await _links.RequestAsync(request, $"/{_links.ReplyTo}", name, static response => response.ApplicationProperties?.Map.ContainsKey("partial") != true, cancel).ConfigureAwait(false);
        return responses.FirstOrDefault(response => response.ApplicationProperties?.Map[OpcodeProperty] as string == "_exception") is { } failure
            ? throw new CommandFailedException(ExitCode.Failed, $"The broker refused {PeerText.Clean(name)}: {PeerText.Clean(QmfObjects.ReadError(failure.Body))}")
            : responses;
    }
}
