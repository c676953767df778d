namespace Amqp1.Configuration;

/// <summary>Specifies how the bodies of sent messages are compressed for RabbitMQ. Received messages may use any known compression.</summary>
public enum RabbitCompression
{
    /// <summary>Bodies are not compressed.</summary>
    None,

    /// <summary>Bodies are compressed in the zlib format; oslo word <c>gzip</c>.</summary>
    Gzip,
}
