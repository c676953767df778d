using System.Globalization;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Amqp1.Bus.Connections;
using Amqp1.Cli.Execution;
using Amqp1.Embedded.Load;

namespace Amqp1.Cli.Management;

/// <summary>
/// Sends requests to the management node <c>$management</c> of a router or broker, in the protocol of the AMQP management draft, and waits for
/// their responses. Not thread-safe: one request at a time.
/// </summary>
internal sealed class ManagementNode
{
    private const string NodeAddress = "$management";
    private const int PageSize = 500;

    private readonly RequestLinks _links;

    private ManagementNode(RequestLinks links) => _links = links;

    /// <summary>Attaches the links to the management node.</summary>
    /// <exception cref="CommandFailedException">The peer refuses a link, because it has no such node or does not permit its use.</exception>
    /// <exception cref="MessagingTimeoutException">The peer does not answer in time.</exception>
    public static async Task<ManagementNode> AttachAsync(LinkSessions sessions, TimeSpan timeout, CancellationToken cancel) =>
        new(await RequestLinks.AttachAsync(sessions, NodeAddress, timeout, cancel).ConfigureAwait(false));

    /// <summary>Returns all entities of a type, page by page.</summary>
    /// <exception cref="CommandFailedException">The node refuses the request.</exception>
    public async Task<IReadOnlyList<ManagementRow>> QueryAsync(string entityType, CancellationToken cancel)
    {
        var rows = new List<ManagementRow>();
        while (true)
        {
            var properties = new Dictionary<string, object> { ["entityType"] = entityType, ["offset"] = rows.Count, ["count"] = PageSize };
            var response = await RequestAsync("QUERY", "org.amqp.management", properties, new Map { ["attributeNames"] = new List() }, cancel).ConfigureAwait(false);
            var page = ReadPage(Checked(response, $"QUERY of {entityType}"));
            rows.AddRange(page);
            if (page.Count < PageSize)
            {
                return rows;
            }
        }
    }

    /// <summary>Sends a request and returns its response, whatever its status is.</summary>
    /// <param name="operation">The operation, such as <c>READ</c>.</param>
    /// <param name="type">The type of the entity.</param>
    /// <param name="properties">Further application properties.</param>
    /// <param name="body">The body, an AMQP value; null for an empty map.</param>
    /// <param name="cancel">Cancels the wait.</param>
    /// <exception cref="MessagingTimeoutException">There is no response in time.</exception>
    public async Task<ManagementResponse> RequestAsync(
        string operation, string type, IReadOnlyDictionary<string, object> properties, object? body, CancellationToken cancel)
    {
        var message = new Message
        {
            ApplicationProperties = new ApplicationProperties { ["operation"] = operation, ["type"] = type },
            BodySection = new AmqpValue { Value = body ?? new Map() },
        };
        foreach (var (name, value) in properties)
        {
            message.ApplicationProperties[name] = value;
        }

        return Read((await _links.RequestAsync(message, _links.ReplyTo, operation, static _ => true, cancel).ConfigureAwait(false))[0]);
    }

    /// <summary>Returns the body of a response. Throws <see cref="CommandFailedException"/> if the request failed.</summary>
    public static object? Checked(ManagementResponse response, string request) => response.IsSuccess
        ? response.Body
        : throw new CommandFailedException(ExitCode.Failed, $"The management node refused {request}: {response.Status} {PeerText.Clean(response.Description)}");

    private static List<ManagementRow> ReadPage(object? body)
    {
        if (body is not Map map || map["attributeNames"] is not System.Collections.IList names || map["results"] is not System.Collections.IList results)
        {
            throw new CommandFailedException(ExitCode.Failed, "The management node answered a query with a body that is not a table.");
        }

        string[] columns = [.. names.Cast<object>().Select(name => Convert.ToString(name, CultureInfo.InvariantCulture) ?? "")];
        return [.. results.OfType<System.Collections.IList>().Select(values => new ManagementRow(
            columns.Take(values.Count).Select((column, at) => (column, value: values[at])).ToDictionary(pair => pair.column, pair => pair.value, StringComparer.Ordinal)))];
    }

    private static ManagementResponse Read(Message message)
    {
        var properties = message.ApplicationProperties?.Map;
        var status = properties?["statusCode"] is { } code ? Convert.ToInt32(code, CultureInfo.InvariantCulture) : 0;
        return new ManagementResponse(status, Convert.ToString(properties?["statusDescription"], CultureInfo.InvariantCulture) ?? "", message.Body);
    }
}
