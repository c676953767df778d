namespace Amqp1.Diagnostics;

/// <summary>The state of one receiving link.</summary>
/// <param name="Topic">The topic of the link; for notifications, it includes the priority.</param>
/// <param name="Credit">The number of messages that can still arrive.</param>
/// <param name="Unsettled">The number of messages that have arrived and are not settled.</param>
internal readonly record struct TopicGauge(string Topic, int Credit, int Unsettled);
