namespace Pipeline.Chaos.Disturbances;

/// <summary>One kind of trouble.</summary>
internal interface IDisturbance
{
    /// <summary>Name for the command line.</summary>
    string Name { get; }

    /// <summary>How often it is drawn, relative to the others.</summary>
    int Weight { get; }

    /// <summary>Fewest brokers it needs.</summary>
    int Nodes => 1;

    /// <summary>
    /// Makes trouble, and returns when it is over. Every choice comes from the scene's random numbers.
    /// </summary>
    /// <returns>What it did, for people.</returns>
    string Run(Scene scene);
}
