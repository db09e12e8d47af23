namespace Pipeline.Local.Simulation.Scenario;

/// <summary>The two generations of the sign-in pipeline; they log the same facts differently.</summary>
internal enum SignInEngine
{
    Classic,
    IdentityEngine,
}
