namespace Amqp1.Configuration;

/// <summary>Puts the options of <c>Amqp1:Rabbit</c> in the place of shared options, for URLs with the scheme <c>rabbit</c>.</summary>
internal static class RabbitOverrides
{
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromMilliseconds(10);

    /// <summary>Changes the effective options of one backend. A second application changes nothing.</summary>
    /// <param name="effective">The options.</param>
    /// <param name="warnings">Receives a warning about certificates without TLS.</param>
    public static void Apply(Amqp1Options effective, ICollection<string> warnings)
    {
        var rabbit = effective.Rabbit;
        Connection(effective.Connection, rabbit);
        Security(effective.Security, rabbit, warnings);

        // The queue of a caller that has gone away does not exist, and nothing else delays the delivery of a reply for long.
        effective.Rpc.ReplyTimeout = rabbit.MissingConsumerRetryTimeout > ShortestDelay ? rabbit.MissingConsumerRetryTimeout : ShortestDelay;
        if (rabbit.PrefetchCount > 0)
        {
            effective.Rpc.ServerCredit = rabbit.PrefetchCount;
            effective.Notifications.ServerCredit = rabbit.PrefetchCount;
        }
    }

    private static void Connection(ConnectionOptions connection, RabbitOptions rabbit)
    {
        connection.IdleTimeout = rabbit.HeartbeatTimeout;
        connection.LinkRetryDelay = rabbit.ReconnectDelay > ShortestDelay ? rabbit.ReconnectDelay : ShortestDelay;
        connection.RetryInterval = rabbit.RetryInterval ?? connection.RetryInterval;
        connection.RetryIntervalMax = rabbit.RetryIntervalMax ?? connection.RetryIntervalMax;

        // oslo's rabbit driver adds its backoff to the delay, so that zero means a constant delay, which is the factor 1.
        connection.RetryBackoff = rabbit.RetryBackoff is { } backoff ? Math.Max(1, backoff) : connection.RetryBackoff;
    }

    private static void Security(SecurityOptions security, RabbitOptions rabbit, ICollection<string> warnings)
    {
        security.Ssl = rabbit.Ssl ?? security.UsesTls;
        security.SaslMechanisms = rabbit.SaslMechanisms ?? security.SaslMechanisms;

        // The virtual host of a RabbitMQ is not a host name, and its user names have no realm.
        security.SslVerifyVhost = false;
        security.SaslDefaultRealm = null;
        if (!security.Ssl)
        {
            if (!string.IsNullOrEmpty(rabbit.SslCaFile) || !string.IsNullOrEmpty(rabbit.SslCertFile))
            {
                warnings.Add("Amqp1:Rabbit:SslCaFile and Amqp1:Rabbit:SslCertFile have no effect, because TLS is off; set Amqp1:Rabbit:Ssl, or ssl in the URL.");
            }

            (security.SslCaFile, security.SslCertFile, security.SslKeyFile, security.SslKeyPassword) = (null, null, null, null);
            return;
        }

        security.SslCaFile = rabbit.SslCaFile ?? security.SslCaFile;
        if (rabbit.SslCertFile is not null)
        {
            (security.SslCertFile, security.SslKeyFile, security.SslKeyPassword) = (rabbit.SslCertFile, rabbit.SslKeyFile, null);
        }
    }
}
