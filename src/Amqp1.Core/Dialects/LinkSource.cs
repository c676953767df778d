using Amqp.Types;

namespace Amqp1.Dialects;

/// <summary>The source of a receiving link.</summary>
/// <param name="Address">The address.</param>
/// <param name="Filters">The filter set of the source; null for none.</param>
internal readonly record struct LinkSource(string Address, Map? Filters = null);
