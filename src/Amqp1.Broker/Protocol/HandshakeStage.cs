namespace Amqp1.Broker.Protocol;

/// <summary>The stages of a handshake.</summary>
internal enum HandshakeStage
{
    /// <summary>The first protocol header is expected.</summary>
    Header,

    /// <summary>SASL frames are expected.</summary>
    Sasl,

    /// <summary>The peer has authenticated; the AMQP header is expected.</summary>
    Authenticated,

    /// <summary>AMQP frames may follow.</summary>
    Done,

    /// <summary>The peer was refused. Nothing more is read from it.</summary>
    Refused,
}
