using System.Text.Json.Nodes;

namespace Amqp1.Descriptions;

/// <summary>
/// Writes AsyncAPI 3 documents: a channel for each topic, an operation with a reply for each method, and the schemas. The payloads of
/// messages are the arguments and the results; <c>x-oslo-messaging</c> has what a caller needs besides. Not thread-safe.
/// </summary>
internal sealed class AsyncApiDocument
{
    /// <summary>The name of the extension that has the method, the namespace and the version of an operation.</summary>
    public const string Extension = "x-oslo-messaging";

    private const string SchemaPrefix = "#/components/schemas/";

    private readonly JsonObject _channels = [];
    private readonly JsonObject _operations = [];
    private readonly JsonObject _messages = [];
    private readonly JsonObject _schemas = [];
    private readonly JsonObject _info;

    /// <param name="title">The name of the application or of the service.</param>
    /// <param name="version">Its version.</param>
    public AsyncApiDocument(string title, string version) => _info = new JsonObject { ["title"] = title, ["version"] = version };

    /// <summary>Adds the methods of a server.</summary>
    public void Add(DescribedService service)
    {
        var schemas = SchemaMerge.Into(_schemas, service.Schemas, SchemaPrefix);
        var channel = ChannelOf(service.Topic, service.Exchange);
        foreach (var endpoint in service.Endpoints)
        {
            foreach (var method in endpoint.Methods)
            {
                Add(service, endpoint, method, channel, schemas);
            }
        }
    }

    /// <summary>Adds a topic of notifications that the application listens to.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="notifications">The notifications that the handlers take, at least one.</param>
    /// <param name="named">The named schemas to which the schemas of the payloads refer.</param>
    public void AddNotifications(string topic, IEnumerable<DescribedNotification> notifications, JsonObject named)
    {
        var schemas = SchemaMerge.Into(_schemas, named, SchemaPrefix);
        var channel = ChannelOf(topic, exchange: null);
        var key = DocumentKey.Unique(DocumentKey.Of(topic, "notification"), _operations);
        var messages = new JsonArray();
        foreach (var notification in notifications)
        {
            var message = DocumentKey.Unique(key, _messages);
            AddMessage(channel, message, "notification", NotificationSchema.Create(notification.Priorities, schemas.Apply(notification.Payload)));
            Describe(_messages[message]!.AsObject(), notification);
            messages.Add((JsonNode)Reference($"#/channels/{channel}/messages/{message}"));
        }

        _operations[key] = new JsonObject
        {
            ["action"] = "receive",
            ["channel"] = Reference($"#/channels/{channel}"),
            ["messages"] = messages,
        };
    }

    /// <summary>Returns the document. Nothing may be added after that.</summary>
    public JsonObject Create() => new()
    {
        ["asyncapi"] = "3.0.0",
        ["info"] = _info,
        ["defaultContentType"] = "application/json",
        ["channels"] = _channels,
        ["operations"] = _operations,
        ["components"] = new JsonObject { ["messages"] = _messages, ["schemas"] = _schemas },
    };

    private void Add(DescribedService service, DescribedEndpoint endpoint, DescribedMethod method, string channel, SchemaMerge schemas)
    {
        var replies = channel + ".replies";
        if (!_channels.ContainsKey(replies))
        {
            // The caller chooses the address of its replies.
            _channels[replies] = new JsonObject { ["address"] = null, ["messages"] = new JsonObject() };
        }

        var key = DocumentKey.Unique(DocumentKey.Of(service.Exchange, service.Topic, endpoint.Namespace, method.Name), _operations);
        AddMessage(channel, key + ".request", method.Name, ArgumentsSchema(method, schemas));
        AddMessage(replies, key + ".reply", method.Name, ResultSchema(method, schemas));
        var operation = new JsonObject
        {
            ["action"] = "receive",
            ["channel"] = Reference($"#/channels/{channel}"),
        };
        if (method.Description is { } description)
        {
            operation["description"] = description;
        }

        operation["messages"] = new JsonArray(Reference($"#/channels/{channel}/messages/{key}.request"));
        operation["reply"] = new JsonObject
        {
            ["channel"] = Reference($"#/channels/{replies}"),
            ["messages"] = new JsonArray(Reference($"#/channels/{replies}/messages/{key}.reply")),
        };
        operation[Extension] = ExtensionOf(service, endpoint, method);
        _operations[key] = operation;
    }

    private void AddMessage(string channel, string key, string name, JsonNode payload)
    {
        _messages[key] = new JsonObject { ["name"] = name, ["payload"] = payload };
        _channels[channel]!["messages"]![key] = Reference($"#/components/messages/{key}");
    }

    private string ChannelOf(string topic, string? exchange)
    {
        var known = _channels.FirstOrDefault(channel => channel.Value.Text("address") == topic && channel.Value.Part(Extension).Text("exchange") == exchange);
        if (known.Key is { } key)
        {
            return key;
        }

        key = DocumentKey.Unique(DocumentKey.Of(exchange, topic), _channels);
        var channel = new JsonObject { ["address"] = topic, ["messages"] = new JsonObject() };
        if (exchange is not null)
        {
            channel[Extension] = new JsonObject { ["exchange"] = exchange };
        }

        _channels[key] = channel;
        return key;
    }

    /// <summary>
    /// Adds the text and the patterns of a handler. The patterns are those of .NET, which a schema, with the syntax of ECMAScript, cannot have.
    /// </summary>
    private static void Describe(JsonObject message, DescribedNotification notification)
    {
        if (notification.Description is { } description)
        {
            message["description"] = description;
        }

        var extension = new JsonObject();
        if (notification.PublisherId is { } publisher)
        {
            extension["publisher_id"] = publisher;
        }

        if (notification.EventType is { } type)
        {
            extension["event_type"] = type;
        }

        if (extension.Count > 0)
        {
            message[Extension] = extension;
        }
    }

    private static JsonObject ExtensionOf(DescribedService service, DescribedEndpoint endpoint, DescribedMethod method)
    {
        var extension = new JsonObject { ["topic"] = service.Topic, ["method"] = method.Name, ["version"] = endpoint.Version };
        if (service.Exchange is { } exchange)
        {
            extension["exchange"] = exchange;
        }

        if (endpoint.Namespace is { } ns)
        {
            extension["namespace"] = ns;
        }

        if (method.IsStream)
        {
            extension["stream"] = true;
        }

        return extension;
    }

    private static JsonObject ArgumentsSchema(DescribedMethod method, SchemaMerge schemas)
    {
        var schema = new JsonObject { ["type"] = "object" };
        if (method.Parameters is not { } parameters)
        {
            return schema;
        }

        schema["properties"] = new JsonObject(parameters.DistinctBy(parameter => parameter.Name).Select(parameter =>
            KeyValuePair.Create(parameter.Name, (JsonNode?)WithText(schemas.Apply(parameter.Schema), parameter.Description))));
        if (parameters.Any(parameter => parameter.IsRequired))
        {
            schema["required"] = new JsonArray([.. parameters.Where(parameter => parameter.IsRequired).Select(parameter => parameter.Name).Distinct().Select(name => JsonValue.Create(name))]);
        }

        schema["additionalProperties"] = false;
        return schema;
    }

    private static JsonNode ResultSchema(DescribedMethod method, SchemaMerge schemas) =>
        method.Parameters is null ? new JsonObject()
        : method.Result is not { } result ? new JsonObject { ["type"] = "null" }
        : WithText(method.IsStream ? new JsonObject { ["type"] = "array", ["items"] = schemas.Apply(result) } : schemas.Apply(result), method.ResultDescription);

    /// <summary>Returns the schema with a description. Beside a reference, a description would be ignored.</summary>
    private static JsonNode WithText(JsonNode schema, string? text)
    {
        if (text is null || schema is not JsonObject described)
        {
            return schema;
        }

        if (described.ContainsKey("$ref"))
        {
            return new JsonObject { ["description"] = text, ["allOf"] = new JsonArray(described) };
        }

        described["description"] = text;
        return described;
    }

    private static JsonObject Reference(string target) => new() { ["$ref"] = target };
}
