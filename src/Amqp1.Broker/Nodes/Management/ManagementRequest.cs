namespace Amqp1.Broker.Nodes.Management;

/// <summary>A decoded request. Its texts are as the peer has sent them.</summary>
internal sealed class ManagementRequest
{
    /// <summary>The application property that names the operation.</summary>
    public const string OperationArgument = "operation";

    public const string TypeArgument = "type";
    public const string EntityTypeArgument = "entityType";
    public const string NameArgument = "name";
    public const string IdentityArgument = "identity";
    public const string OffsetArgument = "offset";
    public const string CountArgument = "count";

    /// <summary>The application properties whose values are texts, integers or booleans.</summary>
    public required IReadOnlyDictionary<string, object> Arguments { get; init; }

    /// <summary>The entries of the body whose values are texts, integers or booleans. Empty if the body is not a map.</summary>
    public required IReadOnlyDictionary<string, object> Attributes { get; init; }

    /// <summary>The attribute names that a query asks for; empty for all of them.</summary>
    public required IReadOnlyList<string> AttributeNames { get; init; }

    /// <summary>properties.reply-to in UTF-8; empty if the request has none.</summary>
    public required byte[] ReplyTo { get; init; }

    /// <summary>The encoded correlation-id of the request, or its message-id; empty if it has neither.</summary>
    public required byte[] CorrelationId { get; init; }

    public string? Operation => Text(OperationArgument);

    public string? Type => Text(TypeArgument);

    public string? EntityType => Text(EntityTypeArgument);

    public string? Name => Text(NameArgument);

    public string? Identity => Text(IdentityArgument) ?? Integer(IdentityArgument)?.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Returns an application property that is a text; otherwise null.</summary>
    public string? Text(string argument) => Arguments.GetValueOrDefault(argument) as string;

    /// <summary>Returns an application property that is an integer; otherwise null.</summary>
    public long? Integer(string argument) => Arguments.GetValueOrDefault(argument) as long?;
}
