using Amqp;
using Amqp.Framing;

namespace Amqp1.Transport;

/// <summary>A receiving link whose messages are read with <see cref="PlainSections"/> if they have that form.</summary>
internal sealed class PlainReceiver(Session session, string name, Attach attach, OnAttached onAttached) : ReceiverLink(session, name, attach, onAttached);
